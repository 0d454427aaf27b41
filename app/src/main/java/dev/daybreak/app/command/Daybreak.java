package dev.daybreak.app.command;

import dev.daybreak.app.home.DataDirectory;
import dev.daybreak.app.run.Resources;
import dev.daybreak.app.sample.SampleCommand;
import dev.daybreak.app.show.Errors;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The root command: parses, runs, and turns every error into one line and an exit code. */
@Command(
    name = "daybreak",
    description = {
      "Moves fleets of live PostgreSQL databases to PostgreSQL while their applications run.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    subcommands = {
      QuickstartCommand.class,
      MigrateCommand.class,
      PreflightCommand.class,
      UpCommand.class,
      ProxyCommand.class,
      StartCommand.class,
      StatusCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      ValidateCommand.class,
      CutoverCommand.class,
      RollbackCommand.class,
      FinishCommand.class,
      AbortCommand.class,
      ReportCommand.class,
      SampleCommand.class,
      VersionCommand.class
    },
    footer = {
      "",
      "See it work, on databases of its own:",
      "  daybreak quickstart",
      "Move a database:",
      "  daybreak migrate --source postgresql://me@old:5432/shop \\",
      "      --target postgresql://me@new:5432/shop --listen 0.0.0.0:6432 --cutover",
      "",
      "Exit codes: 0 good, 2 wrong command or configuration, 3 the source refuses, 4 the target",
      "refuses, 5 something Daybreak needs is missing, 6 a gate is closed, 70 a bug."
    })
public final class Daybreak {
  /** Says where a command's log belongs. */
  interface Logged {
    Path logFile();
  }

  private Daybreak() {}

  /** Runs one command line; nothing is thrown. */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    return line(out, err).execute(args);
  }

  static CommandLine line(PrintWriter out, PrintWriter err) {
    CommandLine line = new CommandLine(new Daybreak());
    line.setOut(out).setErr(err);
    line.setUsageHelpAutoWidth(false).setUsageHelpWidth(100);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(Daybreak::misunderstood);
    line.setExecutionExceptionHandler(Daybreak::failed);
    line.setExecutionStrategy(Daybreak::execute);
    return line;
  }

  private static int execute(ParseResult parsed) {
    Object command = parsed.commandSpec().userObject();
    ParseResult here = parsed;
    while (here.hasSubcommand()) {
      here = here.subcommand();
      command = here.commandSpec().userObject();
    }
    Path log =
        command instanceof Logged logged
            ? logged.logFile()
            : DataDirectory.of(null, System.getenv()).logs().resolve("command.log");
    System.setProperty(Errors.LOG_PROPERTY, log.toString());
    boolean asksForHelp = parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested();
    if (!parsed.hasSubcommand() && !asksForHelp) {
      parsed.commandSpec().commandLine().usage(parsed.commandSpec().commandLine().getErr());
      return CommandLine.ExitCode.USAGE;
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private static int misunderstood(ParameterException error, String[] args) {
    CommandLine line = error.getCommandLine();
    String hint = "See `" + line.getCommandSpec().qualifiedName() + " --help`.";
    List<String> suggestions =
        error instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    if (!suggestions.isEmpty()) {
      hint = "Did you mean " + String.join(" or ", suggestions) + "? " + hint;
    }
    String message = String.valueOf(error.getMessage()).lines().findFirst().orElse("");
    return report(new MigrationException(ErrorCode.BAD_ARGUMENT, message + ".", hint), line);
  }

  private static int failed(Exception error, CommandLine line, ParseResult parsed) {
    if (Resources.stopping()) {
      return CommandLine.ExitCode.OK;
    }
    return report(error, line);
  }

  private static int report(Exception error, CommandLine line) {
    line.getErr().println(Errors.line(error));
    line.getErr().flush();
    return Errors.exitCode(error);
  }
}
