package dev.daybreak.app.command;

import dev.daybreak.cutover.Request;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lets a paused or failed migration go on. */
@Command(
    name = "resume",
    description = {"Lets a paused migration go on, or repeats the step that failed.", ""},
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  daybreak resume shop"})
final class ResumeCommand implements Callable<Integer> {
  @Mixin private Streams streams = new Streams();
  @Mixin private Asking asking = new Asking();

  @Override
  public Integer call() throws InterruptedException {
    return asking.ask(Request.RESUME, streams);
  }
}
