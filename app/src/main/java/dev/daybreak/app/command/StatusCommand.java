package dev.daybreak.app.command;

import dev.daybreak.app.show.Dashboard;
import dev.daybreak.app.show.Documents;
import dev.daybreak.app.show.StatusTable;
import dev.daybreak.control.MigrationView;
import dev.daybreak.control.fleet.Fleet;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows where migrations stand. */
@Command(
    name = "status",
    description = {"Shows where migrations stand: phase, progress, lag, validation.", ""},
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  daybreak status --watch",
      "  daybreak status shop --json | jq '.migrations[0].phase'"
    })
final class StatusCommand implements Callable<Integer> {
  private static final long WATCH_MILLIS = 500;

  @Mixin private Streams streams = new Streams();
  @Mixin private StoreOptions store = new StoreOptions();

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "One migration. Default: all.")
  private @Nullable String name;

  @Option(names = "--watch", description = "Keep showing until all are over, or Ctrl-C.")
  private boolean watch;

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    if (watch && json) {
      throw new MigrationException(
          ErrorCode.BAD_ARGUMENT,
          "--watch and --json do not go together.",
          "Call `daybreak status --json` as often as you need a document.");
    }
    try (OpenFleet open = OpenFleet.visit(store)) {
      List<MigrationView> views = views(open.fleet());
      if (json) {
        streams.print(Documents.fleet(views));
      } else if (watch) {
        watch(open.fleet());
      } else {
        streams.print(views.isEmpty() ? List.of("no migrations") : StatusTable.render(views));
      }
    }
    return ExitCode.OK;
  }

  private void watch(Fleet fleet) throws InterruptedException {
    Dashboard dashboard = Dashboard.on(streams.err());
    boolean moving = true;
    while (moving) {
      List<MigrationView> views = views(fleet);
      dashboard.show(views);
      moving = views.stream().anyMatch(view -> !view.state().phase().isOver());
      Thread.sleep(WATCH_MILLIS);
    }
  }

  private List<MigrationView> views(Fleet fleet) {
    return name == null ? fleet.views() : List.of(fleet.view(name));
  }
}
