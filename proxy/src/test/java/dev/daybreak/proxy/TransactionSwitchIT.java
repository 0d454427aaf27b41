package dev.daybreak.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.route.RouteReport;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.proxy.pool.PoolMode;
import dev.daybreak.testkit.TestSql;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that share few server sessions. */
class TransactionSwitchIT extends SwitchScene {
  private static final int SERVERS = 6;

  @Override
  boolean shared() {
    return true;
  }

  @BeforeEach
  void share() {
    fixture.proxy.pool(ProxyFixture.ROUTE, pool(PoolMode.TRANSACTION, SERVERS));
  }

  @Test
  void connectionsToTheNewSideAreThereBeforeTheSwitch() throws Exception {
    startClients();
    fixture.order(2, RouteState.ARMED, Side.SOURCE);
    assertThat(fixture.proxy.pools(ProxyFixture.ROUTE).idlePids(Side.TARGET)).isNotEmpty();
    stopClients();
  }

  /** Whoever fences a side must know every server session of the proxy, lent or not. */
  @Override
  void lookUnderTheHold() {
    List<String> source = sessions(fixture.source);
    List<String> target = sessions(fixture.target);
    RouteReport report = fixture.proxy.reports().get(0);
    assertThat(report.clients()).isGreaterThanOrEqualTo(CLIENTS);
    assertThat(report.parked()).isPositive();
    assertThat(known(report.sourcePids())).containsAll(source).hasSizeLessThan(20);
    assertThat(known(report.targetPids())).containsAll(target);
  }

  private static Set<String> known(Set<Integer> pids) {
    return pids.stream().map(pid -> Integer.toString(pid)).collect(Collectors.toSet());
  }

  private static List<String> sessions(Endpoint side) {
    List<String> pids =
        TestSql.rows(
            side,
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                + " AND application_name = 'PostgreSQL JDBC Driver'");
    assertThat(pids).isNotEmpty();
    return pids;
  }
}
