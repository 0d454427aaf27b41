package dev.daybreak.app.command;

import dev.daybreak.cutover.Request;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends a migration for good. */
@Command(
    name = "finish",
    description = {
      "Ends a migration after its cutover: stops the reverse stream and removes everything"
          + " Daybreak added to both databases. No rollback afterwards.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  daybreak finish shop"})
final class FinishCommand implements Callable<Integer> {
  @Mixin private Streams streams = new Streams();
  @Mixin private Asking asking = new Asking();

  @Override
  public Integer call() throws InterruptedException {
    return asking.ask(Request.FINISH, streams);
  }
}
