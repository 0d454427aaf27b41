package dev.daybreak.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybreak.app.show.Documents;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Mixin: where a command writes. Results go to standard output, everything else beside it. */
@Command
final class Streams {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  void print(List<String> lines) {
    lines.forEach(out()::println);
    out().flush();
  }

  void print(JsonNode document) {
    print(List.of(Documents.text(document)));
  }

  /** A remark for people. */
  void note(String line) {
    err().println(line);
    err().flush();
  }
}
