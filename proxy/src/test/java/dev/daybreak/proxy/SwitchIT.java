package dev.daybreak.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.kernel.route.Side;
import dev.daybreak.proxy.pool.PoolMode;
import dev.daybreak.proxy.pool.PoolView;
import dev.daybreak.proxy.pool.ServerPools;
import dev.daybreak.testkit.TestSql;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Clients that each have a server session. */
class SwitchIT extends SwitchScene {
  @Override
  boolean shared() {
    return false;
  }

  @Test
  void movesClientsThatHavePooledConnectionsAndEndsThoseThatAreIdle() throws Exception {
    fixture.proxy.pool(ProxyFixture.ROUTE, pool(PoolMode.SESSION, CLIENTS + 5));
    startClients();
    // Leaves an idle connection to the source behind.
    fixture.connect().close();
    ServerPools pools = fixture.proxy.pools(ProxyFixture.ROUTE);
    awaitIdle(pools, Side.SOURCE, 1);
    assertThat(pools.views()).extracting(PoolView::lent).containsExactly(CLIENTS);
    hold(2);
    fence(fixture.source, "on");
    release(3, Side.TARGET);
    fence(fixture.target, "off");
    awaitIdle(pools, Side.SOURCE, 0);
    fixture.connect().close();
    awaitIdle(pools, Side.TARGET, 1);
    assertThat(TestSql.value(fixture.endpoint(), "SELECT version()")).startsWith("PostgreSQL 17");
    stopClients();
    awaitIdle(pools, Side.SOURCE, 0);
  }

  private static void awaitIdle(ServerPools pools, Side side, int count) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (pools.idlePids(side).size() != count) {
      assertThat(System.nanoTime()).as("idle: " + pools.views()).isLessThan(deadline);
      Thread.sleep(10);
    }
  }
}
