package dev.daybreak.e2e.wave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.app.run.Wiring;
import dev.daybreak.control.EndpointSpec;
import dev.daybreak.control.Gates;
import dev.daybreak.control.MigrationSpec;
import dev.daybreak.control.MigrationView;
import dev.daybreak.control.Ownership;
import dev.daybreak.control.Secrets;
import dev.daybreak.control.TimelineEntry;
import dev.daybreak.control.fleet.Fleet;
import dev.daybreak.control.route.StoredRouteBoard;
import dev.daybreak.control.work.Workers;
import dev.daybreak.cutover.Request;
import dev.daybreak.cutover.Standing;
import dev.daybreak.cutover.Step;
import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Secret;
import dev.daybreak.kernel.route.RouteBinding;
import dev.daybreak.kernel.stage.SchemaChoices;
import dev.daybreak.proxy.ProxyOptions;
import dev.daybreak.proxy.ProxyServer;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two databases of one wave, two workers and two proxies that share one control store. */
class WaveIT {
  private static final String COUNT = "SELECT count(*) FROM public.t";

  private final Endpoint store = TestServers.database(ServerRelease.PG17, "store");
  private final MigrationSpec quick = spec("quick");
  private final MigrationSpec late = spec("late");

  private static MigrationSpec spec(String name) {
    Endpoint source = TestServers.database(ServerRelease.PG15, name);
    TestSql.run(
        source,
        "CREATE TABLE public.t (id int PRIMARY KEY, v text)",
        "INSERT INTO public.t SELECT i, 'é' || i FROM generate_series(1, 500) i");
    return new MigrationSpec(
        name,
        end(source),
        end(TestServers.database(ServerRelease.PG18, "t_" + name)),
        "127.0.0.1",
        0,
        new Ownership("team", "first", ""),
        Gates.DEFAULT,
        true,
        SchemaChoices.NONE);
  }

  private static EndpointSpec end(Endpoint e) {
    return new EndpointSpec(e.host(), e.port(), e.database(), e.user(), "", Map.of());
  }

  @Test
  void nobodyOfAWaveGoesAheadAndEveryProxyFollows(@TempDir Path work) {
    Secrets none = Secrets.ofEnvironment();
    try (Fleet fleet = Fleet.open(store);
        StoredRouteBoard firstBoard = fleet.board("p1");
        StoredRouteBoard secondBoard = fleet.board("p2");
        ProxyServer first = proxy("p1", firstBoard);
        ProxyServer second = proxy("p2", secondBoard);
        Workers one = fleet.workers("w1", Wiring.stages(work.resolve("1")), none);
        Workers two = fleet.workers("w2", Wiring.stages(work.resolve("2")), none)) {
      fleet.submit(quick);
      fleet.submit(late);
      fleet.request("late", Request.PAUSE, "test");
      first.start();
      second.start();
      one.start();
      two.start();

      await(fleet, "quick", view -> view.state().step() == Step.READY);
      await(fleet, "late", view -> view.state().standing() == Standing.PAUSED);
      for (ProxyServer proxy : List.of(first, second)) {
        TestSql.run(through(proxy, quick), "INSERT INTO public.t VALUES (1000 + (" + COUNT + "))");
      }
      assertThat(fleet.view("quick").facts().switches()).isZero();

      fleet.request("late", Request.RESUME, "test");
      for (MigrationSpec spec : List.of(quick, late)) {
        await(fleet, spec.name(), view -> view.state().step() == Step.REVERSING);
        for (ProxyServer proxy : List.of(first, second)) {
          assertThat(
                  TestSql.value(through(proxy, spec), "SELECT current_setting('server_version')"))
              .startsWith("18");
        }
      }
      assertThat(TestSql.value(through(second, quick), COUNT)).isEqualTo("502");
      assertThat(armed(fleet, "quick")).isAfter(copied(fleet, "late"));
    }
  }

  private static Instant armed(Fleet fleet, String name) {
    return entry(fleet, name, Step.ARM).startedAt();
  }

  private static Instant copied(Fleet fleet, String name) {
    return Objects.requireNonNull(entry(fleet, name, Step.COMPARE_ROWS).finishedAt());
  }

  private static TimelineEntry entry(Fleet fleet, String name, Step step) {
    return fleet.timeline(name).stream()
        .filter(entry -> entry.step().equals(step.name()))
        .findFirst()
        .orElseThrow();
  }

  private ProxyServer proxy(String id, StoredRouteBoard board) {
    Secrets none = Secrets.ofEnvironment();
    List<RouteBinding> bindings = List.of(quick.binding(none), late.binding(none));
    return new ProxyServer(id, bindings, board, ProxyOptions.defaults());
  }

  private static Endpoint through(ProxyServer proxy, MigrationSpec spec) {
    return Endpoint.of(
        "127.0.0.1",
        proxy.boundPort(spec.name()),
        spec.source().database(),
        "postgres",
        Secret.NONE);
  }

  private static void await(Fleet fleet, String name, Predicate<MigrationView> condition) {
    Instant deadline = Instant.now().plus(Duration.ofMinutes(2));
    while (!condition.test(fleet.view(name))) {
      MigrationView view = fleet.view(name);
      assertThat(view.state().standing()).as(name + view.failure()).isNotEqualTo(Standing.FAILED);
      assertThat(Instant.now()).as(name + " stays " + view.state()).isBefore(deadline);
      sleep();
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
