package dev.daybreak.app.command;

import dev.daybreak.app.run.Outcome;
import dev.daybreak.app.show.Dashboard;
import dev.daybreak.app.show.Documents;
import dev.daybreak.app.show.Errors;
import dev.daybreak.app.show.StatusTable;
import dev.daybreak.control.Failure;
import dev.daybreak.control.MigrationView;
import dev.daybreak.control.fleet.Fleet;
import dev.daybreak.cutover.Request;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Mixin: asks something of one migration and, unless told not to, waits for the outcome. */
final class Asking {
  private static final long POLL_MILLIS = 200;

  @Mixin private StoreOptions store = new StoreOptions();

  @Parameters(arity = "1", paramLabel = "NAME", description = "The migration.")
  private String name = "";

  @Option(names = "--no-wait", description = "Return as soon as the request is recorded.")
  private boolean noWait;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "3600",
      description = "How long to wait for the outcome. Default: ${DEFAULT-VALUE}.")
  private long timeoutSeconds;

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  String name() {
    return name;
  }

  StoreOptions store() {
    return store;
  }

  boolean json() {
    return json;
  }

  /** Asks, waits, shows; the exit code. */
  int ask(Request request, Streams streams) throws InterruptedException {
    try (OpenFleet open = OpenFleet.visit(store)) {
      MigrationView before = open.fleet().view(name);
      open.fleet().request(name, request, System.getProperty("user.name", "unknown"));
      if (open.alone()) {
        streams.note("recorded; nothing is running on this data directory: start `daybreak up`");
        return ExitCode.OK;
      }
      if (noWait) {
        streams.note("recorded: " + request + " of " + name);
        return ExitCode.OK;
      }
      return await(open.fleet(), request, before, streams);
    }
  }

  private int await(Fleet fleet, Request request, MigrationView before, Streams streams)
      throws InterruptedException {
    Dashboard dashboard = Dashboard.on(streams.err());
    long deadline = System.nanoTime() + Duration.ofSeconds(timeoutSeconds).toNanos();
    while (System.nanoTime() < deadline) {
      MigrationView now = fleet.view(name);
      dashboard.show(List.of(now));
      Outcome outcome = Outcome.of(request, before, now);
      if (outcome != Outcome.PENDING) {
        return tell(request, outcome, now, streams);
      }
      Thread.sleep(POLL_MILLIS);
    }
    throw new MigrationException(
        ErrorCode.TIMED_OUT,
        "no outcome of " + request + " of " + name + " within " + timeoutSeconds + " s.",
        "It goes on without this command: look with `daybreak status "
            + name
            + "`. If nothing"
            + " moves, check that `daybreak up` runs on this store.");
  }

  private int tell(Request request, Outcome outcome, MigrationView view, Streams streams) {
    if (json) {
      streams.print(Documents.migration(view));
    } else if (outcome == Outcome.REACHED) {
      streams.print(List.of(request + " of " + name + " done: " + StatusTable.place(view)));
    }
    Failure failure = view.failure();
    if (outcome == Outcome.REACHED || failure == null) {
      return ExitCode.OK;
    }
    streams.note(Errors.line(name, failure));
    return Errors.exitCode(failure);
  }
}
