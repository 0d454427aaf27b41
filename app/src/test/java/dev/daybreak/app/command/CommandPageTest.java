package dev.daybreak.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.app.Pages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The page of commands is what the commands say of themselves. */
class CommandPageTest {
  private static final String PAGE = "docs/reference/cli.md";

  @Test
  void thePageIsWhatTheCommandsSay() throws IOException {
    if ("write".equals(System.getProperty(Pages.MODE))) {
      Files.writeString(Pages.page(PAGE), generated());
    }
    assertThat(Pages.text(PAGE))
        .as("%s is generated; run this test with -D%s=write", PAGE, Pages.MODE)
        .isEqualTo(generated());
  }

  @Test
  void theReadmeListsEveryCommand() {
    assertThat(line().getSubcommands().keySet())
        .isNotEmpty()
        .allSatisfy(name -> assertThat(Pages.text("README.md")).contains("| `" + name + "` |"));
  }

  private static String generated() {
    StringBuilder page =
        new StringBuilder(
            """
            # Commands

            Generated from the commands' own help by `CommandPageTest`; do not edit by hand.

            """);
    append(page, "daybreak", line());
    line().getSubcommands().forEach((name, command) -> append(page, name, command));
    return page.toString();
  }

  private static void append(StringBuilder page, String name, CommandLine command) {
    page.append("## ").append(name).append("\n\n```\n");
    command
        .getUsageMessage(CommandLine.Help.Ansi.OFF)
        .lines()
        .forEach(text -> page.append(text.stripTrailing()).append('\n'));
    page.append("```\n\n");
  }

  private static CommandLine line() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return Daybreak.line(nowhere, nowhere);
  }
}
