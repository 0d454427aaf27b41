package dev.daybreak.schema;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.testkit.TestSql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One schema: a small one of the folder {@code corpus}, named after what it sets a trap for, or a
 * whole application's of the folder {@code whole}. Its file name says on which servers it works
 * ({@code name.since15.sql}, {@code name.until17.sql}). Statements end in a semicolon at the end of
 * a line outside dollar quotes. The first line is a comment that names the trap; lines that begin
 * with {@code -- expects} name a finding that the plan must show, as {@code id object}.
 *
 * @param name the file's name up to the first dot
 * @param since the first major version that understands it
 * @param until the last one that does
 * @param sql its text, with {@code corpus} in the names of roles
 */
record Trap(String name, int since, int until, String sql) {
  private static final Pattern FILE =
      Pattern.compile("([^.]+)(?:\\.since(\\d+))?(?:\\.until(\\d+))?\\.sql");

  /** A text in dollar quotes, or the beginning of one that goes on. */
  private static final Pattern DOLLARS =
      Pattern.compile("(?<![\\w'])(\\$\\w*\\$).*?(\\1|\\z)", Pattern.DOTALL);

  private static final String EXPECTS = "-- expects ";
  private static final int OLDEST = 12;
  private static final int NEWEST = 18;

  /** All small ones, in order of their names. */
  static List<Trap> all() {
    return in("corpus");
  }

  /** All whole applications, in order of their names. */
  static List<Trap> whole() {
    return in("whole");
  }

  /** {@code -Ddaybreak.traps=domains,rails} tries only these. */
  boolean isWanted() {
    String named = System.getProperty("daybreak.traps", "");
    return named.isEmpty() || List.of(named.split(",")).contains(name);
  }

  private static List<Trap> in(String folder) {
    try (Stream<Path> files = Files.list(path(folder))) {
      return files.sorted().map(file -> of(folder, file)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those that a server of that major version understands. */
  static List<Trap> on(int major) {
    return all().stream().filter(trap -> trap.since <= major && major <= trap.until).toList();
  }

  private static Path path(String folder) {
    try {
      return Path.of(Trap.class.getResource(folder).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Trap of(String folder, Path file) {
    Matcher name = FILE.matcher(file.getFileName().toString());
    if (!name.matches()) {
      throw new IllegalStateException(file + ": name it feature.sql or feature.since15.sql");
    }
    String text = Corpus.read(folder + "/" + file.getFileName());
    if (!text.startsWith("-- ")) {
      throw new IllegalStateException(file + ": the first line must name the trap");
    }
    return new Trap(name.group(1), number(name, 2, OLDEST), number(name, 3, NEWEST), text);
  }

  private static int number(Matcher name, int group, int otherwise) {
    return name.group(group) == null ? otherwise : Integer.parseInt(name.group(group));
  }

  /** Its name, for reports. */
  @Override
  public String toString() {
    return name;
  }

  /** Runs it, on one connection of its own. */
  void plant(Endpoint database, String roles) {
    try {
      TestSql.run(database, statements(Corpus.renamed(sql, roles)).toArray(String[]::new));
    } catch (IllegalStateException e) {
      throw new IllegalStateException(name + ": " + e.getMessage(), e);
    }
  }

  /** The statements of a script, without the semicolons that end them. */
  private static List<String> statements(String script) {
    List<String> statements = new ArrayList<>();
    String open = "";
    for (String piece : script.split("(?<=;\n)")) {
      open += piece;
      boolean quoted = DOLLARS.matcher(open).results().anyMatch(text -> text.group(2).isEmpty());
      if (!quoted && !open.isBlank()) {
        statements.add(open.stripTrailing());
        open = "";
      }
    }
    if (!open.isBlank()) {
      throw new IllegalStateException("a text in dollar quotes does not end: " + open);
    }
    return statements;
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
