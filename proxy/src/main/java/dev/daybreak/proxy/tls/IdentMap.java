package dev.daybreak.proxy.tls;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which roles the owner of a certificate may log in as, in the form of {@code pg_ident.conf}: lines
 * of map name, common name and role. A common name that begins with a slash is a regular
 * expression, whose first group {@code \1} stands for in the role; the role {@code all} stands for
 * any. The map name is not looked at. Immutable.
 */
public final class IdentMap {
  private static final Pattern TOKEN = Pattern.compile("\"([^\"]*)\"|([^\\s\"#]+)|(#.*)");
  private final List<Line> lines;

  private record Line(Pattern name, String role) {
    boolean lets(String commonName, String user) {
      Matcher matcher = name.matcher(commonName);
      if (!matcher.find()) {
        return false;
      }
      boolean group = role.contains("\\1") && matcher.groupCount() > 0 && matcher.group(1) != null;
      String wanted = group ? role.replace("\\1", matcher.group(1)) : role;
      return wanted.equals("all") || wanted.equals(user);
    }
  }

  private IdentMap(List<Line> lines) {
    this.lines = lines;
  }

  /**
   * Reads a file.
   *
   * @throws MigrationException BAD_CONFIGURATION, naming the line
   */
  public static IdentMap read(Path file) {
    try {
      List<Line> lines = new ArrayList<>();
      int number = 0;
      for (String text : Files.readAllLines(file)) {
        number++;
        List<String> tokens = tokens(text);
        if (!tokens.isEmpty()) {
          lines.add(line(tokens, file + " line " + number));
        }
      }
      return new IdentMap(List.copyOf(lines));
    } catch (IOException e) {
      throw bad("the map of certificates " + file + " cannot be read", e);
    }
  }

  private static List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find() && matcher.group(3) == null) {
      tokens.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
    }
    return tokens;
  }

  private static Line line(List<String> tokens, String place) {
    if (tokens.size() != 3) {
      throw bad(place + " has not three words", null);
    }
    String name = tokens.get(1);
    try {
      Pattern pattern =
          name.startsWith("/")
              ? Pattern.compile(name.substring(1))
              : Pattern.compile("\\A" + Pattern.quote(name) + "\\z");
      return new Line(pattern, tokens.get(2));
    } catch (PatternSyntaxException e) {
      throw bad(place + " holds no regular expression after the slash", e);
    }
  }

  private static MigrationException bad(
      String problem, @org.jspecify.annotations.Nullable Exception cause) {
    return new MigrationException(
        ErrorCode.BAD_CONFIGURATION,
        problem,
        "Write lines of map name, common name and role, as in pg_ident.conf.",
        cause);
  }

  /** Whether the certificate's owner may log in as that role. */
  public boolean lets(String commonName, String user) {
    return lines.stream().anyMatch(line -> line.lets(commonName, user));
  }
}
