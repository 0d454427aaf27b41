package dev.daybreak.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.proxy.pool.PoolMode;
import dev.daybreak.proxy.pool.PoolOptions;
import dev.daybreak.proxy.pool.PoolView;
import dev.daybreak.proxy.pool.ServerPools;
import dev.daybreak.testkit.TestSql;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Living sessions under load, switched between two servers of different major versions. */
class SwitchIT {
  private static final int CLIENTS = 20;

  private ProxyFixture fixture;

  @BeforeEach
  void start() {
    fixture = ProxyFixture.start();
    TestSql.run(fixture.source, LoadLedger.TABLES);
    TestSql.run(fixture.target, LoadLedger.TABLES);
    fence(fixture.target, "on");
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private static void fence(Endpoint endpoint, String value) {
    TestSql.run(
        endpoint,
        "ALTER DATABASE "
            + Names.quote(endpoint.database())
            + " SET default_transaction_read_only = "
            + value);
  }

  @Test
  void movesTwentyBusyClientsWithoutAFailedStatement() throws Exception {
    List<LoadClient> clients = startClients();
    Connection reading = fixture.connect();
    Statement reader = reading.createStatement();
    fixture.order(2, RouteState.ARMED, Side.SOURCE);
    fixture.order(2, RouteState.DRAINING, Side.SOURCE);
    fixture.order(2, RouteState.HOLDING, Side.SOURCE);
    fence(fixture.source, "on");
    String atReady = TestSql.value(fixture.source, "SELECT count(*) FROM public.entry");
    assertThat(TestSql.value(fixture.endpoint(), "SELECT count(*) FROM public.counter"))
        .as("a new client reads while writes are held")
        .isEqualTo("300");
    for (int i = 0; i < 20; i++) {
      assertThat(reader.executeQuery("SELECT n FROM public.counter").next()).isTrue();
    }
    Thread.sleep(50);
    assertThat(TestSql.value(fixture.source, "SELECT count(*) FROM public.entry"))
        .isEqualTo(atReady);
    fixture.order(3, RouteState.SERVING, Side.TARGET);
    fence(fixture.target, "off");
    Thread.sleep(300);
    stopClients(clients);
    reading.close();

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

  @Test
  void movesClientsThatHavePooledConnectionsAndEndsThoseThatAreIdle() throws Exception {
    fixture.proxy.pool(ProxyFixture.ROUTE, sessionPool());
    List<LoadClient> clients = startClients();
    // Leaves an idle connection to the source behind.
    fixture.connect().close();
    ServerPools pools = fixture.proxy.pools(ProxyFixture.ROUTE);
    awaitIdle(pools, Side.SOURCE, 1);
    assertThat(pools.views()).extracting(PoolView::lent).containsExactly(CLIENTS);
    fixture.order(2, RouteState.ARMED, Side.SOURCE);
    fixture.order(2, RouteState.DRAINING, Side.SOURCE);
    fixture.order(2, RouteState.HOLDING, Side.SOURCE);
    fence(fixture.source, "on");
    fixture.order(3, RouteState.SERVING, Side.TARGET);
    fence(fixture.target, "off");
    awaitIdle(pools, Side.SOURCE, 0);
    fixture.connect().close();
    awaitIdle(pools, Side.TARGET, 1);
    assertThat(TestSql.value(fixture.endpoint(), "SELECT version()")).startsWith("PostgreSQL 17");
    stopClients(clients);
    verify(clients);
    awaitIdle(pools, Side.SOURCE, 0);
    assertThat(fixture.proxy.measured(ProxyFixture.ROUTE).orElseThrow().failedStatements())
        .isZero();
  }

  private static PoolOptions sessionPool() {
    PoolOptions usual = PoolOptions.NONE;
    return new PoolOptions(
        PoolMode.SESSION,
        CLIENTS + 5,
        0,
        usual.serverIdle(),
        usual.serverLifetime(),
        usual.queryWait(),
        usual.queueMax(),
        usual.clientIdle());
  }

  private static void awaitIdle(ServerPools pools, Side side, int count) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (pools.idlePids(side).size() != count) {
      assertThat(System.nanoTime()).as("idle: " + pools.views()).isLessThan(deadline);
      Thread.sleep(10);
    }
  }

  private List<LoadClient> startClients() throws Exception {
    List<LoadClient> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new LoadClient(i, fixture, 0));
    }
    LoadLedger.start(clients);
    return clients;
  }

  private static void stopClients(List<LoadClient> clients) throws InterruptedException {
    for (LoadClient client : clients) {
      client.stop();
    }
  }

  private void verify(List<LoadClient> clients) {
    LoadLedger.verify(clients, fixture.source, fixture.target);
  }
}
