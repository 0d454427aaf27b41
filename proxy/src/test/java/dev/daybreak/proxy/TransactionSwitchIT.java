package dev.daybreak.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.route.RouteReport;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.proxy.pool.PoolMode;
import dev.daybreak.proxy.pool.PoolOptions;
import dev.daybreak.testkit.TestSql;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients under load that share few server connections, switched between two servers. */
class TransactionSwitchIT {
  private static final int CLIENTS = 20;
  private static final int SERVERS = 6;

  private ProxyFixture fixture;

  @BeforeEach
  void start() {
    fixture = ProxyFixture.start();
    fixture.proxy.pool(ProxyFixture.ROUTE, pool(SERVERS));
    TestSql.run(fixture.source, LoadLedger.TABLES);
    TestSql.run(fixture.target, LoadLedger.TABLES);
    fence(fixture.target, "on");
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  static PoolOptions pool(int servers) {
    return pool(PoolMode.TRANSACTION, servers);
  }

  static PoolOptions pool(PoolMode mode, int servers) {
    PoolOptions usual = PoolOptions.NONE;
    return new PoolOptions(
        mode,
        servers,
        0,
        usual.serverIdle(),
        usual.serverLifetime(),
        usual.queryWait(),
        usual.queueMax(),
        usual.clientIdle());
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
  void movesTwentyBusyClientsThatShareSixServersWithoutAFailedStatement() throws Exception {
    List<LoadClient> clients = startClients();
    Connection reading = fixture.connect();
    Statement reader = reading.createStatement();
    fixture.order(2, RouteState.ARMED, Side.SOURCE);
    assertThat(fixture.proxy.pools(ProxyFixture.ROUTE).idlePids(Side.TARGET))
        .as("connections to the new side are there before the switch")
        .isNotEmpty();
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
    everySessionIsKnown();
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
    assertThat(TestSql.value(fixture.target, "SELECT count(*) > 0 FROM public.entry"))
        .isEqualTo("t");
    verify(clients);
    System.out.println("hold " + fixture.proxy.measured(ProxyFixture.ROUTE).orElseThrow());
  }

  /** Whoever fences a side must know every server session of the proxy, lent or not. */
  private void everySessionIsKnown() {
    List<String> source = there(fixture.source);
    List<String> target = there(fixture.target);
    RouteReport report = fixture.proxy.reports().get(0);
    assertThat(report.clients()).isGreaterThanOrEqualTo(CLIENTS);
    assertThat(report.parked()).isPositive();
    assertThat(known(report.sourcePids())).containsAll(source).hasSizeLessThan(20);
    assertThat(known(report.targetPids())).containsAll(target);
  }

  private static Set<String> known(Set<Integer> pids) {
    return pids.stream().map(pid -> Integer.toString(pid)).collect(Collectors.toSet());
  }

  private static List<String> there(Endpoint side) {
    List<String> pids =
        TestSql.rows(
            side,
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                + " AND application_name = 'PostgreSQL JDBC Driver'");
    assertThat(pids).isNotEmpty();
    return pids;
  }

  @Test
  void anAbortReleasesEveryoneToTheOldSide() throws Exception {
    List<LoadClient> clients = startClients();
    for (int epoch = 2; epoch < 8; epoch += 2) {
      fixture.order(epoch, RouteState.ARMED, Side.SOURCE);
      fixture.order(epoch, RouteState.DRAINING, Side.SOURCE);
      fixture.order(epoch, RouteState.HOLDING, Side.SOURCE);
      fence(fixture.source, "on");
      Thread.sleep(50);
      // Opened while the fence stands: these must write again, too.
      TestSql.value(fixture.endpoint(), "SELECT 1");
      fence(fixture.source, "off");
      fixture.order(epoch + 1, RouteState.SERVING, Side.SOURCE);
      Thread.sleep(100);
    }
    stopClients(clients);
    verify(clients);
    assertThat(TestSql.value(fixture.target, "SELECT count(*) FROM public.entry")).isEqualTo("0");
  }

  @Test
  void goesThereAndBackAgain() throws Exception {
    List<LoadClient> clients = startClients();
    long epoch = 2;
    for (Side to : new Side[] {Side.TARGET, Side.SOURCE, Side.TARGET, Side.SOURCE}) {
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
      clients.add(new LoadClient(i, fixture, 0, true));
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
    assertThat(fixture.proxy.measured(ProxyFixture.ROUTE).orElseThrow().failedStatements())
        .isZero();
  }
}
