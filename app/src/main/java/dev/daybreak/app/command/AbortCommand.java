package dev.daybreak.app.command;

import dev.daybreak.cutover.Request;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Gives a migration up before its cutover. */
@Command(
    name = "abort",
    description = {
      "Gives a migration up while clients are on the source: removes what was made on both"
          + " sides. Clients notice nothing.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  daybreak abort shop"})
final class AbortCommand implements Callable<Integer> {
  @Mixin private Streams streams = new Streams();
  @Mixin private Asking asking = new Asking();

  @Override
  public Integer call() throws InterruptedException {
    return asking.ask(Request.ABORT, streams);
  }
}
