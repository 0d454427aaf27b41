package dev.daybreak.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.app.run.Wiring;
import dev.daybreak.control.EndpointSpec;
import dev.daybreak.control.Gates;
import dev.daybreak.control.MigrationSpec;
import dev.daybreak.control.MigrationView;
import dev.daybreak.control.Ownership;
import dev.daybreak.control.Secrets;
import dev.daybreak.control.fleet.Fleet;
import dev.daybreak.control.route.StoredRouteBoard;
import dev.daybreak.control.work.Workers;
import dev.daybreak.cutover.Request;
import dev.daybreak.cutover.Standing;
import dev.daybreak.cutover.Step;
import dev.daybreak.demo.fleet.FleetDatabase;
import dev.daybreak.demo.traffic.Traffic;
import dev.daybreak.demo.traffic.TrafficPlan;
import dev.daybreak.demo.traffic.TrafficTarget;
import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.stage.SchemaChoices;
import dev.daybreak.proxy.ProxyOptions;
import dev.daybreak.proxy.ProxyServer;
import dev.daybreak.proxy.pool.PoolMode;
import dev.daybreak.proxy.pool.PoolOptions;
import dev.daybreak.testkit.TestServers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One database, its target, a control store, a worker and a proxy in this process. */
public final class Scene implements AutoCloseable {
  private final @Nullable FleetDatabase database;
  private final Endpoint source;
  private final Endpoint target;
  private final Fleet fleet;
  private final Workers workers;
  private final StoredRouteBoard board;
  private final ProxyServer proxy;
  private final String name;

  /** A database of the demo fleet. */
  public Scene(FleetDatabase database, ServerRelease targetRelease, Path work) {
    this(database.name(), database, database.admin(), targetRelease, work, SchemaChoices.NONE);
  }

  /** Any database, without the demo's traffic. */
  public Scene(String name, Endpoint source, ServerRelease targetRelease, Path work) {
    this(name, source, targetRelease, work, SchemaChoices.NONE);
  }

  /** Any database about whose schema something was decided. */
  public Scene(
      String name, Endpoint source, ServerRelease targetRelease, Path work, SchemaChoices choices) {
    this(name, null, source, targetRelease, work, choices);
  }

  private Scene(
      String name,
      @Nullable FleetDatabase database,
      Endpoint source,
      ServerRelease targetRelease,
      Path work,
      SchemaChoices choices) {
    this.database = database;
    this.source = source;
    this.name = name;
    this.target = TestServers.database(targetRelease, "t_" + name);
    this.fleet = Fleet.open(TestServers.database(ServerRelease.PG17, "store"));
    MigrationSpec spec = spec().with(choices);
    fleet.submit(spec);
    this.board = fleet.board("p1");
    Secrets none = Secrets.ofEnvironment();
    this.proxy = new ProxyServer("p1", List.of(spec.binding(none)), board, ProxyOptions.defaults());
    proxy.start();
    this.workers = fleet.workers("w1", Wiring.stages(work), none);
    workers.start();
  }

  private MigrationSpec spec() {
    return new MigrationSpec(
        name,
        end(source),
        end(target),
        "127.0.0.1",
        0,
        Ownership.NONE,
        Gates.DEFAULT,
        false,
        SchemaChoices.NONE);
  }

  private static EndpointSpec end(Endpoint e) {
    return new EndpointSpec(e.host(), e.port(), e.database(), e.user(), "", Map.of());
  }

  /** The migration's name. */
  public String name() {
    return name;
  }

  /** The control plane's facade. */
  public Fleet fleet() {
    return fleet;
  }

  /** The source, past the proxy, as superuser. */
  public Endpoint source() {
    return source;
  }

  /** The target, past the proxy, as superuser. */
  public Endpoint target() {
    return target;
  }

  /** Where the proxy answers. */
  public int port() {
    return proxy.boundPort(name);
  }

  /** Lets clients share server connections from now on, transaction by transaction. */
  public Scene share(int servers) {
    PoolOptions usual = PoolOptions.NONE;
    proxy.pool(
        name,
        new PoolOptions(
            PoolMode.TRANSACTION,
            servers,
            0,
            usual.serverIdle(),
            usual.serverLifetime(),
            usual.queryWait(),
            usual.queueMax(),
            usual.clientIdle()));
    return this;
  }

  /** Plain clients that know the proxy's address only. */
  public Traffic traffic(int perSecond, Path ledgers) {
    FleetDatabase database = Objects.requireNonNull(this.database, "not of the demo fleet");
    String url = "jdbc:postgresql://127.0.0.1:" + port() + "/" + source.database();
    TrafficTarget to =
        new TrafficTarget(
            name,
            database.workload(),
            url,
            database.application().user(),
            database.application().password());
    return Traffic.start(new TrafficPlan(List.of(to), perSecond, 5, ledgers));
  }

  /** Asks something of the migration. */
  public void ask(Request request) {
    fleet.request(name, request, "test");
  }

  /** Waits for a step; a migration that stands FAILED meanwhile fails the test. */
  public MigrationView await(Step step) {
    return await(
        "step " + step,
        view -> {
          assertThat(view.state().standing())
              .as(String.valueOf(view.failure()))
              .isNotEqualTo(Standing.FAILED);
          return view.state().step() == step;
        });
  }

  /** Waits until the migration stands FAILED. */
  public MigrationView awaitFailure() {
    return await("FAILED", view -> view.state().standing() == Standing.FAILED);
  }

  /** Waits for a condition, two minutes at most. */
  public MigrationView await(String what, Predicate<MigrationView> condition) {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(120));
    MigrationView view = fleet.view(name);
    while (!condition.test(view)) {
      assertThat(Instant.now()).as("waiting for " + what + ", is at " + view).isBefore(deadline);
      nap(Duration.ofMillis(25));
      view = fleet.view(name);
    }
    return view;
  }

  /** Sleeps. */
  public static void nap(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    workers.close();
    proxy.close();
    board.close();
    fleet.close();
  }
}
