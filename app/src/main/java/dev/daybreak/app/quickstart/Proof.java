package dev.daybreak.app.quickstart;

import dev.daybreak.app.show.Report;
import dev.daybreak.app.show.ReportFiles;
import dev.daybreak.control.fleet.Fleet;
import dev.daybreak.demo.fleet.FleetDatabase;
import dev.daybreak.demo.ledger.Ledger;
import dev.daybreak.demo.ledger.LedgerCheck;
import dev.daybreak.demo.ledger.LedgerVerdict;
import dev.daybreak.demo.traffic.DatabaseStats;
import dev.daybreak.demo.traffic.Traffic;
import dev.daybreak.kernel.Endpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Holds what clients were told against what is there, on the target and, through the reverse
 * stream, on the old source. Only after traffic has stopped.
 */
final class Proof {
  private static final Duration REVERSE_BUDGET = Duration.ofSeconds(30);
  private static final long POLL_MILLIS = 500;

  private final Fleet fleet;
  private final Traffic traffic;
  private final FleetWatch watch;
  private final Path reports;

  Proof(Fleet fleet, Traffic traffic, FleetWatch watch, Path reports) {
    this.fleet = fleet;
    this.traffic = traffic;
    this.watch = watch;
    this.reports = reports;
  }

  List<DatabaseResult> of(List<FleetDatabase> databases, DemoServers servers)
      throws InterruptedException {
    List<DatabaseResult> results = new ArrayList<>();
    for (FleetDatabase database : databases) {
      results.add(of(database.name(), servers));
    }
    return results;
  }

  private DatabaseResult of(String name, DemoServers servers) throws InterruptedException {
    Ledger ledger = traffic.ledger(name);
    LedgerVerdict target = LedgerCheck.check(ledger, servers.target().endpoint(name));
    LedgerVerdict source = onOldSource(ledger, servers.source().endpoint(name));
    DatabaseStats stats =
        traffic.stats().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    double stall = watch.readStallMillisMax(name);
    Report report = Report.of(fleet, name);
    Map<String, String> measured = DatabaseResult.measured(stats, stall, target, source);
    ReportFiles files = ReportFiles.write(reports, report.with(measured));
    return new DatabaseResult(
        report.view(), report.timeline(), stats, stall, target, source, files);
  }

  /** The last writes may still be on their way back: a difference counts when it stays. */
  private static LedgerVerdict onOldSource(Ledger ledger, Endpoint source)
      throws InterruptedException {
    long deadline = System.nanoTime() + REVERSE_BUDGET.toNanos();
    LedgerVerdict verdict = LedgerCheck.check(ledger, source);
    while (!verdict.clean() && System.nanoTime() < deadline) {
      Thread.sleep(POLL_MILLIS);
      verdict = LedgerCheck.check(ledger, source);
    }
    return verdict;
  }
}
