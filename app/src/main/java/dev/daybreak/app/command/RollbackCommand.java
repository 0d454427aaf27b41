package dev.daybreak.app.command;

import dev.daybreak.cutover.Request;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Moves clients back to the source. */
@Command(
    name = "rollback",
    description = {
      "Moves clients back to the old source by the same protocol; what was written on the target"
          + " meanwhile is there too. Possible until `daybreak finish`.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  daybreak rollback shop"})
final class RollbackCommand implements Callable<Integer> {
  @Mixin private Streams streams = new Streams();
  @Mixin private Asking asking = new Asking();

  @Override
  public Integer call() throws InterruptedException {
    return asking.ask(Request.ROLLBACK, streams);
  }
}
