package dev.daybreak.control.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.control.EndpointSpec;
import dev.daybreak.control.Facts;
import dev.daybreak.control.Gates;
import dev.daybreak.control.MigrationSpec;
import dev.daybreak.control.Ownership;
import dev.daybreak.control.route.RouteSwitch;
import dev.daybreak.control.route.StoredRouteBoard;
import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.Route;
import dev.daybreak.kernel.route.RouteAck;
import dev.daybreak.kernel.route.RouteReport;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.route.Unmovable;
import dev.daybreak.kernel.route.UnmovablePolicy;
import dev.daybreak.kernel.stage.SchemaChoices;
import dev.daybreak.testkit.TestServers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlStoreIT {
  private ControlStore store;

  @BeforeEach
  void openStore() {
    store = ControlStore.open(TestServers.database(ServerRelease.PG17, "store"));
    store.routes().create("m");
    assertThat(store.migrations().insert(spec("m"))).isTrue();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void aRowReadsBackAsItWasWritten() {
    MigrationRow row = store.migrations().takeLease("m", "w1").with(Facts.NONE.withLoad(3, 4));
    store.migrations().write(row);
    MigrationRow read = store.migrations().find("m").orElseThrow();
    assertThat(read.facts()).isEqualTo(row.facts());
    assertThat(read.spec()).isEqualTo(spec("m"));
    assertThat(read.state()).isEqualTo(row.state());
  }

  @Test
  void aWorkerThatLostItsLeaseCannotWrite() {
    MigrationRow late = store.migrations().takeLease("m", "w1");
    store.migrations().takeLease("m", "w2");
    assertThatThrownBy(() -> store.migrations().write(late))
        .isInstanceOfSatisfying(
            MigrationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LEASE_LOST));
  }

  @Test
  void onlyOneOfTwoCanCommitARoute() {
    RouteSwitch route = new RouteSwitch(store.routes(), "m", Clock.systemUTC());
    route.arm(Duration.ofSeconds(5));
    route.order(RouteState.HOLDING, Duration.ofSeconds(5));
    Route held = route.present();
    Route won = new Route("m", held.epoch() + 1, RouteState.SERVING, Side.TARGET, held.deadline());
    assertThat(store.routes().compareAndSet(held, won)).isTrue();
    assertThat(store.routes().compareAndSet(held, won)).isFalse();
    assertThatThrownBy(() -> route.commit(Side.SOURCE)).isInstanceOf(MigrationException.class);
  }

  @Test
  void theBarrierWaitsForEveryLiveProxyAndForNoDeadOne() {
    RouteSwitch route = new RouteSwitch(store.routes(), "m", Clock.systemUTC());
    Duration brief = Duration.ofMillis(100);
    assertThatThrownBy(() -> route.awaitReady(brief, ErrorCode.PROXY_SILENT))
        .hasMessageContaining("no proxy");
    store.routes().renew(report("dead"));
    route.arm(Duration.ofSeconds(5));
    await(() -> store.routes().live("m").isEmpty());
    store.routes().renew(report("p1"));
    assertThatThrownBy(() -> route.awaitReady(brief, ErrorCode.PROXY_SILENT))
        .hasMessageContaining("p1: has not answered");
    long epoch = route.present().epoch();
    store.routes().acknowledge(ack("p1", epoch, false, "3 sessions to go"));
    assertThatThrownBy(() -> route.awaitReady(brief, ErrorCode.PROXY_SILENT))
        .hasMessageContaining("3 sessions to go");
    store.routes().acknowledge(ack("p1", epoch, true, ""));
    store.routes().renew(report("p1"));
    route.awaitReady(brief, ErrorCode.PROXY_SILENT);
  }

  @Test
  void aSubscriberHearsOfANewRouteWithinMilliseconds() throws Exception {
    LinkedBlockingQueue<Route> heard = new LinkedBlockingQueue<>();
    try (StoredRouteBoard board = new StoredRouteBoard(store, "p1");
        AutoCloseable subscription = board.subscribe("m", heard::add)) {
      assertThat(heard.poll(2, TimeUnit.SECONDS).epoch()).isEqualTo(1);
      RouteSwitch route = new RouteSwitch(store.routes(), "m", Clock.systemUTC());
      long begun = System.nanoTime();
      route.arm(Duration.ofSeconds(5));
      assertThat(heard.poll(2, TimeUnit.SECONDS).state()).isEqualTo(RouteState.ARMED);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(200));
    }
  }

  @Test
  void aCancelRequestReachesEveryBoardAndWakesNobodyElse() throws Exception {
    LinkedBlockingQueue<String> here = new LinkedBlockingQueue<>();
    LinkedBlockingQueue<String> there = new LinkedBlockingQueue<>();
    try (StoredRouteBoard one = new StoredRouteBoard(store, "p1");
        StoredRouteBoard other = new StoredRouteBoard(store, "p2")) {
      one.onForwardedCancel(here::add);
      other.onForwardedCancel(there::add);
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (here.isEmpty() || there.isEmpty()) {
        assertThat(System.nanoTime()).as("both listen before long").isLessThan(deadline);
        one.forwardCancel("0123abcd");
        Thread.sleep(20);
      }
      assertThat(here).containsOnly("0123abcd");
      assertThat(there).containsOnly("0123abcd");
    }
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private static RouteAck ack(String proxy, long epoch, boolean ready, String detail) {
    return new RouteAck(proxy, "m", epoch, RouteState.ARMED, ready, detail);
  }

  private static RouteReport report(String proxy) {
    return new RouteReport(proxy, "m", 1, 0, 0, 0, 0, 0, Set.of(4711), Set.of(), List.of());
  }

  private static MigrationSpec spec(String name) {
    EndpointSpec end = new EndpointSpec("h", 1, "d", "u", "env:X", Map.of("sslmode", "prefer"));
    Map<String, UnmovablePolicy> own = Map.of(Unmovable.TEMPORARY, UnmovablePolicy.END);
    Gates gates = new Gates(1, 2, 3, 4, 5, UnmovablePolicy.WAIT, own);
    return new MigrationSpec(
        name, end, end, "127.0.0.1", 0, Ownership.NONE, gates, false, SchemaChoices.NONE);
  }
}
