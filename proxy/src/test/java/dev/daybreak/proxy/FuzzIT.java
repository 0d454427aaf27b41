package dev.daybreak.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.proxy.pool.PoolMode;
import dev.daybreak.testkit.TestSql;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * Random sessions against a real server while the route moves to and fro: no crash, no leak, no
 * hang, and no client sees another's bytes.
 */
class FuzzIT {
  private static final int SESSIONS = Integer.getInteger("daybreak.fuzz.sessions", 700);
  private static final int THREADS = 8;
  private static final int HONEST = 3;
  private static final int SERVERS = 6;
  private final ListAppender<ILoggingEvent> leaks = new ListAppender<>();
  private final ListAppender<ILoggingEvent> surprises = new ListAppender<>();
  private ResourceLeakDetector.Level before;
  private ProxyFixture fixture;

  @BeforeEach
  void start() {
    before = ResourceLeakDetector.getLevel();
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    listen(leaks, ResourceLeakDetector.class.getName());
    listen(surprises, "io.netty.channel.DefaultChannelPipeline");
    listen(surprises, "io.netty.util.concurrent");
    fixture = ProxyFixture.start();
    TestSql.run(fixture.source, "CREATE ROLE fuzz_client LOGIN");
    TestSql.run(fixture.target, "CREATE ROLE fuzz_client LOGIN");
  }

  @AfterEach
  void stop() {
    fixture.close();
    for (var side : List.of(fixture.source, fixture.target)) {
      TestSql.run(side, "DROP OWNED BY fuzz_client", "DROP ROLE fuzz_client");
    }
    silence(leaks, ResourceLeakDetector.class.getName());
    silence(surprises, "io.netty.channel.DefaultChannelPipeline");
    silence(surprises, "io.netty.util.concurrent");
    ResourceLeakDetector.setLevel(before);
  }

  private static void listen(ListAppender<ILoggingEvent> appender, String logger) {
    appender.start();
    ((Logger) LoggerFactory.getLogger(logger)).addAppender(appender);
  }

  private static void silence(ListAppender<ILoggingEvent> appender, String logger) {
    ((Logger) LoggerFactory.getLogger(logger)).detachAppender(appender);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SESSION")
  void randomSessionsNeitherHarmNorReachOthers(PoolMode mode) throws Exception {
    fixture.proxy.pool(ProxyFixture.ROUTE, RouteScene.pool(mode, SERVERS));
    long seed = Long.getLong("daybreak.fuzz.seed", System.nanoTime());
    System.out.println("seed " + seed + ", sessions " + SESSIONS);
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService pool = Executors.newFixedThreadPool(THREADS + HONEST + 1);
    try {
      List<Future<Integer>> honest = new ArrayList<>();
      for (int i = 0; i < HONEST; i++) {
        int id = i;
        honest.add(pool.submit(() -> HonestClient.run(fixture.port(), id, done)));
      }
      Future<Integer> switches = pool.submit(() -> flip(done));
      List<Callable<Void>> sessions = new ArrayList<>();
      for (int i = 0; i < SESSIONS; i++) {
        int number = i;
        sessions.add(
            () -> {
              new FuzzClient(fixture.port(), number, seed + number).run();
              return null;
            });
      }
      for (Future<Void> session : pool.invokeAll(sessions)) {
        session.get();
      }
      done.set(true);
      for (Future<Integer> client : honest) {
        assertThat(client.get(60, TimeUnit.SECONDS)).as("answers").isGreaterThan(10);
      }
      assertThat(switches.get(60, TimeUnit.SECONDS)).as("switches").isPositive();
    } finally {
      done.set(true);
      pool.shutdownNow();
    }
    everythingIsGivenBack();
  }

  /** Moves the route to and fro; nobody waits for sessions that garble their own state. */
  private int flip(AtomicBoolean done) throws InterruptedException {
    long epoch = 2;
    Side side = Side.SOURCE;
    while (!done.get()) {
      for (RouteState state :
          new RouteState[] {RouteState.ARMED, RouteState.DRAINING, RouteState.HOLDING}) {
        fixture.board.order(ProxyFixture.ROUTE, epoch, state, side);
        Thread.sleep(60);
      }
      side = side.other();
      fixture.board.order(ProxyFixture.ROUTE, epoch + 1, RouteState.SERVING, side);
      Thread.sleep(300);
      epoch += 2;
    }
    return (int) epoch / 2 - 1;
  }

  private void everythingIsGivenBack() throws Exception {
    fixture.proxy.pools(ProxyFixture.ROUTE).reconnect();
    String query = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'fuzz_client'";
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!TestSql.value(fixture.source, query).equals("0")
        || !TestSql.value(fixture.target, query).equals("0")
        || fixture.proxy.reports().get(0).clients() > 0) {
      assertThat(System.nanoTime()).as("sessions left behind").isLessThan(deadline);
      Thread.sleep(20);
    }
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(50);
      for (int k = 0; k < 200; k++) {
        ByteBufAllocator.DEFAULT.buffer(64).release();
      }
    }
    assertThat(leaks.list).as("leaks").isEmpty();
    assertThat(surprises.list).as("exceptions nobody caught").isEmpty();
  }
}
