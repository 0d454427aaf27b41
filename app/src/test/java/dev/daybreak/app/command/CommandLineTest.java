package dev.daybreak.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CommandLineTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void everyCommandTeachesItselfWithAnExample() {
    List<String> withoutExample = new ArrayList<>();
    for (CommandLine command : line().getSubcommands().values()) {
      String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
      int example = help.indexOf("Example");
      String shown = "  daybreak " + command.getCommandName();
      if (example < 0 || help.indexOf(shown, example) < 0 || help.contains("${")) {
        withoutExample.add(command.getCommandName());
      }
      assertThat(help.lines()).allMatch(text -> text.length() <= 100);
    }
    assertThat(withoutExample).isEmpty();
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("quickstart", "migrate", "rollback");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aMistypedOptionGetsOneLineWithASuggestion() {
    assertThat(run("migrate", "--sorce", "x")).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString())
        .startsWith("DAY-109 BAD_ARGUMENT:")
        .contains("--sorce")
        .contains("Did you mean --source");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aMistypedCommandGetsASuggestion() {
    assertThat(run("statu")).isEqualTo(2);
    assertThat(err.toString()).contains("Did you mean").contains("status");
  }

  @Test
  void aPasswordInTheWrongPlaceIsNotRepeated() {
    assertThat(run("migrate", "postgresql://me:hunter2@old/shop")).isEqualTo(2);
    assertThat(run("preflight", "--source", "postgresql://me:hunter2@old/shop")).isEqualTo(2);
    assertThat(err.toString()).doesNotContain("hunter2").contains("DAY-101 BAD_URL");
  }

  @Test
  void whatIsMissingIsSaid() {
    assertThat(run("migrate")).isEqualTo(2);
    assertThat(run("cutover")).isEqualTo(2);
    assertThat(run("proxy")).isEqualTo(2);
    assertThat(run("migrate", "-f", "/does/not/exist.yaml")).isEqualTo(2);
    assertThat(run("status", "--watch", "--json")).isEqualTo(2);
    assertThat(err.toString().lines())
        .hasSize(5)
        .allMatch(text -> text.matches("DAY-10[29] [A-Z_]+: .+ Remedy: .+"));
  }

  @Test
  void whatAProxyOfMigrationsCannotDoIsRefusedBeforeAnythingStarts() {
    String[] proxy = {"proxy", "--store", "postgresql://a@127.0.0.1:1/b"};
    assertThat(run(proxy[0], proxy[1], proxy[2], "--pool", "statement")).isEqualTo(2);
    assertThat(run(proxy[0], proxy[1], proxy[2], "--sample-redact", "(")).isEqualTo(2);
    assertThat(run("proxy", "--config", "proxy.yaml", "--pool", "session")).isEqualTo(2);
    assertThat(err.toString().lines())
        .satisfiesExactly(
            one -> assertThat(one).contains("--pool", "statement"),
            two -> assertThat(two).contains("'(' is no regular expression"),
            three -> assertThat(three).contains("--config is given beside options"));
  }

  @Test
  void withoutACommandTheHelpIsShownAndTheExitCodeSaysSo() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("Usage: daybreak");
  }

  @Test
  void theVersionNamesTheJava() {
    assertThat(run("version")).isZero();
    assertThat(out.toString()).contains("daybreak", System.getProperty("java.version"));
  }

  private CommandLine line() {
    return Daybreak.line(new PrintWriter(out), new PrintWriter(err));
  }

  private int run(String... args) {
    return Daybreak.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }
}
