package dev.daybreak.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.kernel.route.Side;
import dev.daybreak.testkit.TestSql;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Living clients under load, switched between two servers of different major versions. */
abstract class SwitchScene extends RouteScene {
  static final int CLIENTS = 20;
  private static final String ENTRIES = "SELECT count(*) FROM public.entry";
  private final List<LoadClient> clients = new ArrayList<>();

  @Override
  String[] content() {
    return LoadLedger.TABLES;
  }

  /** Whether clients share server connections, so that no setting of theirs lasts. */
  abstract boolean shared();

  /** Looks closer while everything is held. */
  void lookUnderTheHold() {}

  @BeforeEach
  void prepare() {
    clients.clear();
  }

  @AfterEach
  void end() throws InterruptedException {
    for (LoadClient client : clients) {
      client.stop();
    }
  }

  void startClients() throws Exception {
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new LoadClient(i, fixture, 0, shared()));
    }
    LoadLedger.start(clients);
  }

  /** Stops all clients; no statement of theirs may have failed or be lost. */
  void stopClients() throws InterruptedException {
    end();
    LoadLedger.verify(clients, fixture.source, fixture.target);
    assertThat(fixture.proxy.measured(ProxyFixture.ROUTE).orElseThrow().failedStatements())
        .isZero();
  }

  @Test
  void movesTwentyBusyClientsWithoutAFailedStatement() throws Exception {
    startClients();
    Connection reading = fixture.connect();
    Statement reader = reading.createStatement();
    hold(2);
    fence(fixture.source, "on");
    String atReady = TestSql.value(fixture.source, ENTRIES);
    assertThat(TestSql.value(fixture.endpoint(), "SELECT count(*) FROM public.counter"))
        .as("a new client reads while writes are held")
        .isEqualTo("300");
    for (int i = 0; i < 20; i++) {
      assertThat(reader.executeQuery("SELECT n FROM public.counter").next()).isTrue();
    }
    lookUnderTheHold();
    Thread.sleep(50);
    assertThat(TestSql.value(fixture.source, ENTRIES)).isEqualTo(atReady);
    release(3, Side.TARGET);
    fence(fixture.target, "off");
    Thread.sleep(300);
    reading.close();
    stopClients();
    assertThat(TestSql.value(fixture.source, ENTRIES)).isEqualTo(atReady);
    assertThat(TestSql.value(fixture.target, ENTRIES)).isNotEqualTo("0");
    System.out.println("hold " + fixture.proxy.measured(ProxyFixture.ROUTE).orElseThrow());
  }

  @Test
  void anAbortReleasesEveryoneToTheOldSide() throws Exception {
    startClients();
    for (int epoch = 2; epoch < 8; epoch += 2) {
      hold(epoch);
      fence(fixture.source, "on");
      Thread.sleep(50);
      // Opened while the fence stands: these must write again, too.
      TestSql.value(fixture.endpoint(), "SELECT 1");
      fence(fixture.source, "off");
      release(epoch + 1, Side.SOURCE);
      Thread.sleep(100);
    }
    stopClients();
    assertThat(TestSql.value(fixture.target, ENTRIES)).isEqualTo("0");
  }

  @Test
  void goesThereAndBackAgain() throws Exception {
    startClients();
    long epoch = 2;
    for (Side to : new Side[] {Side.TARGET, Side.SOURCE, Side.TARGET, Side.SOURCE}) {
      hold(epoch, to.other());
      fence(there(to.other()), "on");
      release(epoch + 1, to);
      fence(there(to), "off");
      epoch += 2;
      Thread.sleep(100);
    }
    stopClients();
  }
}
