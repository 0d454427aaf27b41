package dev.daybreak.schema;

import dev.daybreak.kernel.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The program pg_dump as a second witness of what a schema is: nothing in it is ours. */
final class PgDump {
  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");
  private static final Pattern ENTRY = Pattern.compile("(?m)^-- Name: .*; Type: .*$");

  /** Lines that say nothing of the schema: a random key, versions, rules of hyphens. */
  /** A connection limit is reported, not moved: SCH-CONNECTION-LIMIT-OF-THE-DATABASE. */
  private static final Pattern NOISE =
      Pattern.compile(
          "--|\\s*|\\\\(un)?restrict .*|-- (Dumped (from|by)|PostgreSQL database) .*"
              + "|-- Name: .*; Type: DATABASE PROPERTIES; .*|ALTER DATABASE .* CONNECTION LIMIT = .*");

  private static final Pattern OPTIONS =
      Pattern.compile("(?m)WITH \\(([\\w.]+='[^']*'(?:, [\\w.]+='[^']*')+)\\)");

  private static final long DEADLINE_SECONDS = 300;

  private PgDump() {}

  /** Its major version, where it is installed. */
  static OptionalInt major() {
    try {
      run(List.of("psql", "--version"));
      Matcher version = VERSION.matcher(run(List.of("pg_dump", "--version")));
      return version.find()
          ? OptionalInt.of(Integer.parseInt(version.group(1)))
          : OptionalInt.empty();
    } catch (IllegalStateException | UncheckedIOException e) {
      return OptionalInt.empty();
    }
  }

  /**
   * The statements of a database, under what pg_dump calls each entry. The database's own name
   * reads {@code database}; grants stand in order of their text; our bookkeeping is left out.
   */
  static SortedMap<String, String> entries(Endpoint endpoint) {
    String text =
        run(on(endpoint, "pg_dump", "--schema-only", "--create", "--exclude-schema=daybreak"))
            .replace(endpoint.database().replace("\"", "\"\""), "database")
            .replace(endpoint.database(), "database");
    SortedMap<String, String> entries = new TreeMap<>();
    Matcher entry = ENTRY.matcher(text);
    String name = "";
    int start = 0;
    while (entry.find()) {
      put(entries, name, text.substring(start, entry.start()));
      name = entry.group();
      start = entry.end();
    }
    put(entries, name, text.substring(start));
    return entries;
  }

  /** Makes the second database like the first with psql; what psql cannot create is left out. */
  static void copy(Endpoint from, Endpoint to) {
    try {
      Path script = Files.createTempFile("daybreak-pg-dump-", ".sql");
      try {
        String file = "--file=" + script;
        run(on(from, "pg_dump", "--schema-only", "--exclude-schema=daybreak", file));
        run(on(to, "psql", "--no-psqlrc", "--quiet", file));
      } finally {
        Files.delete(script);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> on(Endpoint endpoint, String program, String... options) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(options));
    command.add("--host=" + endpoint.host());
    command.add("--port=" + endpoint.port());
    command.add("--username=" + endpoint.user());
    command.add("--dbname=" + endpoint.database());
    return command;
  }

  private static void put(SortedMap<String, String> entries, String name, String body) {
    Stream<String> text = body.lines().filter(line -> !NOISE.matcher(line).matches());
    List<String> lines = (name.contains("; Type: ACL; ") ? text.sorted() : text).toList();
    String statements = OPTIONS.matcher(String.join("\n", lines)).replaceAll(PgDump::sorted);
    entries.merge(name, statements, (one, other) -> one + "\n" + other);
  }

  /** Storage parameters, whose order has no meaning. */
  private static String sorted(MatchResult options) {
    String inOrder =
        Arrays.stream(options.group(1).split(", ")).sorted().collect(Collectors.joining(", "));
    return Matcher.quoteReplacement("WITH (" + inOrder + ")");
  }

  private static String run(List<String> command) {
    try {
      Path output = Files.createTempFile("daybreak-pg-dump-", ".sql");
      try {
        Process process =
            new ProcessBuilder(new ArrayList<>(command))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
        String text = Files.readString(output, StandardCharsets.UTF_8);
        if (!ended || process.exitValue() != 0) {
          process.destroyForcibly();
          throw new IllegalStateException(command + ": " + text);
        }
        return text;
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
