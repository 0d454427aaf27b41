package dev.daybreak.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.control.MigrationView;
import dev.daybreak.control.fleet.Fleet;
import dev.daybreak.cutover.Request;
import dev.daybreak.cutover.Standing;
import dev.daybreak.cutover.Step;
import dev.daybreak.demo.fleet.DemoFleet;
import dev.daybreak.demo.fleet.FleetDatabase;
import dev.daybreak.demo.fleet.FleetPlan;
import dev.daybreak.demo.ledger.LedgerCheck;
import dev.daybreak.demo.ledger.LedgerVerdict;
import dev.daybreak.demo.traffic.Traffic;
import dev.daybreak.demo.traffic.TrafficPlan;
import dev.daybreak.demo.traffic.TrafficTarget;
import dev.daybreak.demo.workload.Workload;
import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Secret;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One database, its target, the product's process between them, and clients all the while. */
final class CrashScene implements AutoCloseable {
  private static final String NAME = "orders";
  private static final int ROWS = 5_000;
  private static final int TPS = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final FleetDatabase database;
  private final Endpoint target;
  private final Product product;
  private final Traffic traffic;
  private @Nullable Fleet fleet;

  CrashScene(Path work) {
    this.database = database();
    this.target = TestServers.database(ServerRelease.PG18, "crash_target");
    int port = freePort();
    this.product = new Product(work.resolve("data"), fleetFile(work, port));
    this.traffic = traffic(port, work.resolve("ledgers"));
  }

  private static FleetDatabase database() {
    Endpoint admin = TestServers.server(ServerRelease.PG15).endpoint("postgres");
    String prefix = "crash" + Long.toString(System.nanoTime(), 36) + "_";
    List<FleetDatabase> all =
        DemoFleet.create(
            admin, new FleetPlan(ROWS, 11, prefix, Secret.of("s3cret")), Progress.NONE);
    return all.stream().filter(d -> d.workload() == Workload.ORDERS).findFirst().orElseThrow();
  }

  private Path fleetFile(Path work, int port) {
    String yaml =
        """
        databases:
          - name: %s
            source: %s
            target: %s
            listen: 127.0.0.1:%d
        """
            .formatted(NAME, url(database.admin()), url(target), port);
    try {
      return Files.writeString(work.resolve("fleet.yaml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String url(Endpoint e) {
    return "postgresql://" + e.user() + "@" + e.host() + ":" + e.port() + "/" + e.database();
  }

  private Traffic traffic(int port, Path ledgers) {
    TrafficTarget to =
        new TrafficTarget(
            NAME,
            Workload.ORDERS,
            "jdbc:postgresql://127.0.0.1:" + port + "/" + database.admin().database(),
            database.application().user(),
            database.application().password());
    return Traffic.start(new TrafficPlan(List.of(to), TPS, 5, ledgers));
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the process; it kills itself at a place, or never when that is empty. */
  void start(String haltAt) {
    product.start(haltAt);
    if (fleet == null) {
      fleet =
          Fleet.open(
              Endpoint.of("127.0.0.1", product.storePort(), "postgres", "postgres", Secret.NONE));
      until("the migration is known", () -> !fleet().specs().isEmpty());
    }
  }

  /** Waits until the process has killed itself. */
  void awaitDeath() {
    until("the process is killed", () -> !product.alive() || stands());
    assertThat(product.alive()).as("alive, " + view().failure()).isFalse();
    assertThat(product.exitCode()).as(product.tail()).isEqualTo(Product.KILLED);
  }

  /** Waits until the migration rests at a step and a proxy serves it. */
  MigrationView awaitRest(Step step) {
    until(
        "rest at " + step,
        () -> {
          MigrationView view = view();
          assertThat(view.state().standing())
              .as(String.valueOf(view.failure()))
              .isEqualTo(Standing.RUNNING);
          assertThat(product.alive()).as("alive").isTrue();
          return view.state().step() == step && !fleet().proxies(NAME).isEmpty();
        });
    return view();
  }

  /** Asks something of the migration. */
  void ask(Request request) {
    fleet().request(NAME, request, "test");
  }

  /** The migration as it stands. */
  MigrationView view() {
    return fleet().view(NAME);
  }

  private boolean stands() {
    return fleet != null && view().state().standing() != Standing.RUNNING;
  }

  private Fleet fleet() {
    Fleet open = fleet;
    if (open == null) {
      throw new AssertionError("not started");
    }
    return open;
  }

  /** Waits until the switch is past its gates, then logs in to the source past the proxy. */
  Connection slipIn() throws SQLException {
    until("the gates are passed", () -> view().state().step() == Step.PREPARE_RETURN);
    return Clients.login(database.application());
  }

  /** The sides that take an application's writes now. */
  Set<Side> writable() {
    Set<Side> sides = EnumSet.noneOf(Side.class);
    Endpoint login = database.application();
    if (Clients.mayWrite(login)) {
      sides.add(Side.SOURCE);
    }
    if (Clients.mayWrite(target.withLogin(login.user(), login.password()))) {
      sides.add(Side.TARGET);
    }
    return sides;
  }

  /** Every index that is valid and every constraint that is checked, as that side prints them. */
  List<String> keysAndIndexes(Side side) {
    return TestSql.rows(
        side == Side.SOURCE ? database.admin() : target,
        """
        SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i
        JOIN pg_class c ON c.oid = i.indrelid WHERE i.indisvalid AND i.indisready
        AND c.relnamespace NOT IN (SELECT oid FROM pg_namespace
          WHERE nspname ~ '^pg_|^information_schema$|^daybreak$')
        UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
        FROM pg_constraint WHERE convalidated AND contype <> 'n' AND conrelid >= 16384
        AND connamespace <> coalesce(to_regnamespace('daybreak'), 0) ORDER BY 1
        """);
  }

  /** Ends the clients; what they know must then be true of both sides, as soon as it is there. */
  void proveNothingLost() {
    traffic.stop();
    System.out.println(traffic.stats().get(0));
    Side active = view().state().active();
    assertClean(check(active));
    until("the other side has caught up", () -> check(active.other()).clean());
    System.out.println(check(active) + "\n" + check(active.other()));
  }

  private LedgerVerdict check(Side side) {
    return LedgerCheck.check(traffic.ledger(NAME), side == Side.SOURCE ? database.admin() : target);
  }

  private static void assertClean(LedgerVerdict verdict) {
    assertThat(verdict.clean()).as(verdict.toString()).isTrue();
    assertThat(verdict.acknowledgedWrites()).isPositive();
  }

  private void until(String what, BooleanSupplier condition) {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError(
            "waited for: "
                + what
                + (fleet == null ? "" : "; is at " + view())
                + "\n"
                + product.tail());
      }
      Product.nap(5);
    }
  }

  @Override
  public void close() {
    traffic.close();
    Fleet open = fleet;
    if (open != null) {
      open.close();
    }
    product.close();
  }
}
