package dev.daybreak.app.command;

import dev.daybreak.cutover.Request;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes a migration wait. */
@Command(
    name = "pause",
    description = {
      "Makes a migration wait where it is. What is done stays done; clients notice nothing.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  daybreak pause shop"})
final class PauseCommand implements Callable<Integer> {
  @Mixin private Streams streams = new Streams();
  @Mixin private Asking asking = new Asking();

  @Override
  public Integer call() throws InterruptedException {
    return asking.ask(Request.PAUSE, streams);
  }
}
