package dev.daybreak.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.testkit.TestSql;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Living sessions under load, switched between two servers of different major versions. */
class SwitchIT {
  private static final int CLIENTS = 20;
  private static final String[] TABLES = {
    "CREATE TABLE public.entry (client int, n int, kind text, tenant text, at text)",
    "CREATE TABLE public.counter (client int PRIMARY KEY, n int NOT NULL)",
    "INSERT INTO public.counter SELECT g, 0 FROM generate_series(0, 99) AS g"
  };

  private ProxyFixture fixture;

  @BeforeEach
  void start() {
    fixture = ProxyFixture.start();
    TestSql.run(fixture.source, TABLES);
    TestSql.run(fixture.target, TABLES);
    fence(fixture.target, "on");
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private static void fence(Endpoint endpoint, String value) {
    TestSql.run(
        endpoint,
        "ALTER DATABASE " + Names.quote(endpoint.database())
            + " SET default_transaction_read_only = " + value);
  }

  @Test
  void movesTwentyBusyClientsWithoutAFailedStatement() throws Exception {
    List<LoadClient> clients = startClients();
    fixture.order(2, RouteState.ARMED, Side.SOURCE);
    fixture.order(2, RouteState.DRAINING, Side.SOURCE);
    fixture.order(2, RouteState.HOLDING, Side.SOURCE);
    fence(fixture.source, "on");
    String atReady = TestSql.value(fixture.source, "SELECT count(*) FROM public.entry");
    long readsBefore = clients.stream().mapToLong(LoadClient::reads).sum();
    Thread.sleep(100);
    long readsDuring = clients.stream().mapToLong(LoadClient::reads).sum() - readsBefore;
    assertThat(TestSql.value(fixture.source, "SELECT count(*) FROM public.entry"))
        .isEqualTo(atReady);
    fixture.order(3, RouteState.SERVING, Side.TARGET);
    fence(fixture.target, "off");
    Thread.sleep(300);
    stopClients(clients);

    assertThat(readsDuring).as("reads answered while held").isPositive();
    assertThat(TestSql.value(fixture.source, "SELECT count(*) FROM public.entry"))
        .isEqualTo(atReady);
    verify(clients);
    assertThat(fixture.proxy.measured(ProxyFixture.ROUTE).orElseThrow().failedStatements())
        .isZero();
    System.out.println("hold " + fixture.proxy.measured(ProxyFixture.ROUTE).orElseThrow());
  }

  @Test
  void anAbortReleasesEveryoneToTheOldSide() throws Exception {
    List<LoadClient> clients = startClients();
    fixture.order(2, RouteState.ARMED, Side.SOURCE);
    fixture.order(2, RouteState.DRAINING, Side.SOURCE);
    fixture.order(2, RouteState.HOLDING, Side.SOURCE);
    fence(fixture.source, "on");
    Thread.sleep(50);
    fence(fixture.source, "off");
    fixture.order(3, RouteState.SERVING, Side.SOURCE);
    Thread.sleep(200);
    stopClients(clients);
    verify(clients);
    assertThat(TestSql.value(fixture.target, "SELECT count(*) FROM public.entry")).isEqualTo("0");
  }

  @Test
  void goesThereAndBackAgain() throws Exception {
    List<LoadClient> clients = startClients();
    long epoch = 2;
    for (Side to : new Side[] {Side.TARGET, Side.SOURCE, Side.TARGET}) {
      Endpoint from = to == Side.TARGET ? fixture.source : fixture.target;
      Endpoint next = to == Side.TARGET ? fixture.target : fixture.source;
      fixture.order(epoch, RouteState.ARMED, to.other());
      fixture.order(epoch, RouteState.DRAINING, to.other());
      fixture.order(epoch, RouteState.HOLDING, to.other());
      fence(from, "on");
      fixture.order(epoch + 1, RouteState.SERVING, to);
      fence(next, "off");
      epoch += 2;
      Thread.sleep(100);
    }
    stopClients(clients);
    verify(clients);
  }

  private List<LoadClient> startClients() throws Exception {
    List<LoadClient> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new LoadClient(i, fixture));
    }
    clients.forEach(LoadClient::start);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (clients.stream().anyMatch(client -> client.rounds() < 3)) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(5);
    }
    return clients;
  }

  private static void stopClients(List<LoadClient> clients) throws InterruptedException {
    for (LoadClient client : clients) {
      client.stop();
    }
  }

  /** Every acknowledged write is on exactly one side, once, in order. */
  private void verify(List<LoadClient> clients) {
    List<String> failures = clients.stream().map(LoadClient::failure).filter(f -> !f.isEmpty())
        .toList();
    assertThat(failures).isEmpty();
    String query =
        "SELECT n || ' ' || kind || ' ' || coalesce(tenant, '?') FROM public.entry"
            + " WHERE client = %d ORDER BY ctid";
    for (LoadClient client : clients) {
      List<String> seen = new ArrayList<>();
      String sql = String.format(query, client.id());
      seen.addAll(TestSql.rows(fixture.source, sql));
      seen.addAll(TestSql.rows(fixture.target, sql));
      assertThat(seen).as("client %d", client.id())
          .containsExactlyInAnyOrderElementsOf(client.acknowledged());
      List<String> there = TestSql.rows(fixture.target, sql);
      assertThat(there).isSubsetOf(client.acknowledged());
      int sum =
          Integer.parseInt(counter(fixture.source, client))
              + Integer.parseInt(counter(fixture.target, client));
      assertThat(sum).isEqualTo(client.counted());
    }
  }

  private static String counter(Endpoint endpoint, LoadClient client) {
    return TestSql.value(
        endpoint, "SELECT n FROM public.counter WHERE client = " + client.id());
  }
}
