package dev.daybreak.schema;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.testkit.TestSql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One small schema of the folder {@code corpus}, named after what it sets a trap for. Its file name
 * says on which servers it works ({@code name.since15.sql}, {@code name.until17.sql}). Statements
 * end in a semicolon at the end of a line; a function's body therefore stands on one line. The
 * first line is a comment that names the trap; lines that begin with {@code -- expects} name a
 * finding that the plan must show, as {@code id object}.
 *
 * @param name the file's name up to the first dot
 * @param since the first major version that understands it
 * @param until the last one that does
 * @param sql its text, with {@code corpus} in the names of roles
 */
record Trap(String name, int since, int until, String sql) {
  private static final Pattern FILE =
      Pattern.compile("([^.]+)(?:\\.since(\\d+))?(?:\\.until(\\d+))?\\.sql");
  private static final String EXPECTS = "-- expects ";
  private static final int OLDEST = 12;
  private static final int NEWEST = 18;

  /** All of them, in order of their names. */
  static List<Trap> all() {
    try (Stream<Path> files = Files.list(folder())) {
      return files.sorted().map(Trap::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those that a server of that major version understands. */
  static List<Trap> on(int major) {
    return all().stream().filter(trap -> trap.since <= major && major <= trap.until).toList();
  }

  private static Path folder() {
    try {
      return Path.of(Trap.class.getResource("corpus").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Trap of(Path file) {
    Matcher name = FILE.matcher(file.getFileName().toString());
    if (!name.matches()) {
      throw new IllegalStateException(file + ": name it feature.sql or feature.since15.sql");
    }
    String text = Corpus.read("corpus/" + file.getFileName());
    if (!text.startsWith("-- ")) {
      throw new IllegalStateException(file + ": the first line must name the trap");
    }
    return new Trap(name.group(1), number(name, 2, OLDEST), number(name, 3, NEWEST), text);
  }

  private static int number(Matcher name, int group, int otherwise) {
    return name.group(group) == null ? otherwise : Integer.parseInt(name.group(group));
  }

  /** Runs it, on one connection of its own. */
  void plant(Endpoint database, String roles) {
    String[] statements =
        Arrays.stream(Corpus.renamed(sql, roles).split(";\n"))
            .filter(statement -> !statement.isBlank())
            .toArray(String[]::new);
    try {
      TestSql.run(database, statements);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(name + ": " + e.getMessage(), e);
    }
  }

  /** The findings that the plan must show, as {@code id object}. */
  List<String> expected(String roles) {
    return Corpus.renamed(sql, roles)
        .lines()
        .filter(line -> line.startsWith(EXPECTS))
        .map(line -> line.substring(EXPECTS.length()))
        .toList();
  }
}
