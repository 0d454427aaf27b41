package dev.daybreak.app.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints which version runs on what. */
@Command(
    name = "version",
    description = {"Prints the version of Daybreak and of the Java it runs on.", ""},
    footer = {"", "Example:", "  daybreak version"})
final class VersionCommand implements Callable<Integer>, CommandLine.IVersionProvider {
  @Mixin private Streams streams = new Streams();

  @Override
  public String[] getVersion() {
    String version = VersionCommand.class.getPackage().getImplementationVersion();
    return new String[] {
      "daybreak " + (version == null ? "development" : version),
      "java " + System.getProperty("java.version") + " " + System.getProperty("java.vendor")
    };
  }

  @Override
  public Integer call() {
    streams.print(List.of(getVersion()));
    return CommandLine.ExitCode.OK;
  }
}
