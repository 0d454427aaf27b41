package dev.daybreak.app.quickstart;

import dev.daybreak.app.home.DataDirectory;
import dev.daybreak.app.run.Resources;
import dev.daybreak.app.run.Service;
import dev.daybreak.app.run.ServiceParts;
import dev.daybreak.app.show.Dashboard;
import dev.daybreak.app.show.Report;
import dev.daybreak.app.show.ReportFiles;
import dev.daybreak.app.show.Units;
import dev.daybreak.control.Secrets;
import dev.daybreak.control.fleet.Fleet;
import dev.daybreak.demo.fleet.DemoFleet;
import dev.daybreak.demo.fleet.FleetDatabase;
import dev.daybreak.demo.fleet.FleetPlan;
import dev.daybreak.demo.traffic.Traffic;
import dev.daybreak.demo.traffic.TrafficPlan;
import dev.daybreak.demo.traffic.TrafficTarget;
import dev.daybreak.kernel.Secret;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.proxy.ProxyOptions;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * The whole job on databases of its own: servers, fleet, traffic, migrations, cutovers, and the
 * proof. Everything it starts ends with the resources it was given.
 */
public final class Quickstart {
  private static final Duration WARM_UP = Duration.ofSeconds(1);
  private static final Duration ON_TARGET = Duration.ofSeconds(4);

  private final QuickstartPlan plan;
  private final Resources resources;
  private final Dashboard dashboard;
  private final long began = System.nanoTime();
  private List<String> connections = List.of();

  /**
   * Nothing is started yet.
   *
   * @param resources closed by the caller, or by a signal
   * @param err where progress is shown
   */
  public Quickstart(QuickstartPlan plan, Resources resources, PrintWriter err) {
    this.plan = plan;
    this.resources = resources;
    this.dashboard = Dashboard.on(err);
  }

  /**
   * Does it all; servers, proxy and workers still run when this returns.
   *
   * @throws dev.daybreak.kernel.error.MigrationException when a migration cannot go on
   */
  public Summary run() throws InterruptedException {
    TemporaryDirectory temporary = resources.add(TemporaryDirectory.create("daybreak-quickstart-"));
    DataDirectory home = new DataDirectory(temporary.path());
    say("starting PostgreSQL 15 (source), 18 (target) and 17 (control store)");
    DemoServers servers = DemoServers.start(temporary.path(), resources);
    String size = Units.count(plan.rows()) + " rows, seed " + plan.seed();
    say("filling three databases: about " + size);
    Secret password = password();
    List<FleetDatabase> databases =
        DemoFleet.create(
            servers.source().endpoint("postgres"),
            new FleetPlan(plan.rows(), plan.seed(), "", password),
            step -> {});
    DemoMigrations migrations = new DemoMigrations(servers);
    migrations.createTargets(databases);
    Fleet fleet = resources.add(Fleet.open(servers.store().endpoint("postgres")));
    migrations.specs(databases).forEach(fleet::submit);
    serve(fleet, ServiceParts.proxies(ProxyOptions.defaults()), home);
    say(
        "the proxy answers at 127.0.0.1:"
            + migrations.port()
            + "; starting "
            + plan.tps()
            + " transactions/s of application traffic");
    connections = connections(servers, migrations.port(), password);
    Traffic traffic = resources.add(traffic(databases, migrations, password, home));
    FleetWatch watch = new FleetWatch(fleet, traffic, dashboard);
    watch.watchFor(WARM_UP);
    serve(fleet, ServiceParts.WORKERS, home);
    untilAllOnTarget(fleet, watch);
    say("all clients are on the target; traffic goes on for a few seconds");
    watch.watchFor(ON_TARGET);
    traffic.stop();
    say("traffic has stopped; checking every acknowledged write on both sides");
    Proof proof = new Proof(fleet, traffic, watch, plan.reports());
    List<DatabaseResult> results = proof.of(databases, servers);
    return new Summary(plan, Duration.ofNanos(System.nanoTime() - began), results);
  }

  private void serve(Fleet fleet, ServiceParts parts, DataDirectory home) {
    resources.add(Service.start(fleet, Secrets.ofEnvironment(), parts, home));
  }

  /** Also a failure leaves reports behind: they say how far each migration came. */
  private void untilAllOnTarget(Fleet fleet, FleetWatch watch) throws InterruptedException {
    try {
      watch.untilAllOnTarget();
    } catch (MigrationException e) {
      say("writing what is known to " + plan.reports());
      fleet.specs().forEach(s -> ReportFiles.write(plan.reports(), Report.of(fleet, s.name())));
      throw e;
    }
  }

  /** How to connect to what runs, once {@link #run} has returned. */
  public List<String> connections() {
    return connections;
  }

  private static List<String> connections(DemoServers servers, int port, Secret password) {
    String login = DemoFleet.APPLICATION_ROLE + ":" + password.reveal();
    return List.of(
        "applications: postgresql://" + login + "@127.0.0.1:" + port + "/orders",
        "source:       postgresql://postgres@127.0.0.1:" + servers.source().port() + "/orders",
        "target:       postgresql://postgres@127.0.0.1:" + servers.target().port() + "/orders",
        "store:        postgresql://postgres@127.0.0.1:" + servers.store().port() + "/postgres");
  }

  private Traffic traffic(
      List<FleetDatabase> databases,
      DemoMigrations migrations,
      Secret password,
      DataDirectory home) {
    List<TrafficTarget> targets =
        databases.stream()
            .map(
                database ->
                    new TrafficTarget(
                        database.name(),
                        database.workload(),
                        migrations.proxyUrl(database),
                        DemoFleet.APPLICATION_ROLE,
                        password))
            .toList();
    return Traffic.start(
        new TrafficPlan(targets, plan.tps(), plan.seed(), home.root().resolve("ledger")));
  }

  /** Not from the seed: a password is never reproducible. */
  private static Secret password() {
    return Secret.of(UUID.randomUUID().toString());
  }

  private void say(String line) {
    long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
    dashboard.say("[" + Units.seconds(seconds) + "] " + line);
  }
}
