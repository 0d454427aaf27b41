package dev.daybreak.app.command;

import dev.daybreak.cutover.Request;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Compares all rows again. */
@Command(
    name = "validate",
    description = {
      "Compares all rows of source and target again, at one aligned position. Exit code 6 when"
          + " they differ.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  daybreak validate shop"})
final class ValidateCommand implements Callable<Integer> {
  @Mixin private Streams streams = new Streams();
  @Mixin private Asking asking = new Asking();

  @Override
  public Integer call() throws InterruptedException {
    return asking.ask(Request.VALIDATE, streams);
  }
}
