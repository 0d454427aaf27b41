package dev.daybreak.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.proxy.pool.PoolMode;
import dev.daybreak.proxy.pool.PoolOptions;
import dev.daybreak.testkit.TestSql;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A route of two servers that is ordered about by hand; the other side is fenced. */
abstract class RouteScene {
  ProxyFixture fixture;

  @BeforeEach
  void start() {
    fixture = ProxyFixture.start();
    TestSql.run(fixture.source, content());
    TestSql.run(fixture.target, content());
    fence(fixture.target, "on");
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  /** What both sides hold at first, as statements. */
  abstract String[] content();

  static void fence(Endpoint endpoint, String value) {
    TestSql.run(
        endpoint,
        "ALTER DATABASE "
            + Names.quote(endpoint.database())
            + " SET default_transaction_read_only = "
            + value);
  }

  void hold(long epoch) {
    hold(epoch, Side.SOURCE);
  }

  void hold(long epoch, Side side) {
    fixture.order(epoch, RouteState.ARMED, side);
    fixture.order(epoch, RouteState.DRAINING, side);
    fixture.order(epoch, RouteState.HOLDING, side);
  }

  void release(long epoch, Side side) {
    fixture.order(epoch, RouteState.SERVING, side);
  }

  Endpoint there(Side side) {
    return side == Side.SOURCE ? fixture.source : fixture.target;
  }

  /** Gives an order and waits until the proxy has it, though it may not have carried it out. */
  void announce(long epoch, RouteState state, Side side) throws InterruptedException {
    fixture.board.order(ProxyFixture.ROUTE, epoch, state, side);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (fixture.proxy.reports().get(0).epoch() < epoch) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(2);
    }
  }

  /** Waits until so many statements are held back. */
  void awaitParked(int count) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (fixture.proxy.reports().get(0).parked() < count) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(2);
    }
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
}
