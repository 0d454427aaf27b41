package dev.daybreak.app.command;

import dev.daybreak.cutover.Request;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets a paused or failed migration go on. */
@Command(
    name = "resume",
    description = {"Lets a paused migration go on, or repeats the step that failed.", ""},
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  daybreak resume shop", "  daybreak resume shop --accept-ddl"})
final class ResumeCommand implements Callable<Integer> {
  @Mixin private Streams streams = new Streams();
  @Mixin private Asking asking = new Asking();

  @Option(
      names = "--accept-ddl",
      description =
          "After a change of the source's schema: carry it over to the target and validate anew."
              + " Refused, with every object named, where that is not safe.")
  private boolean acceptDdl;

  @Override
  public Integer call() throws InterruptedException {
    return asking.ask(acceptDdl ? Request.ACCEPT_DDL : Request.RESUME, streams);
  }
}
