package dev.daybreak.schema.read;

import dev.daybreak.kernel.ServerVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A catalog query kept in a file. A line that ends in {@code --@14+}, {@code --@-14} or {@code
 * --@15-16} is for servers of those major versions only.
 */
public final class SqlTemplate {
  private static final Pattern GATE = Pattern.compile("--@(\\d*)([+-])(\\d*)\\s*$");

  private SqlTemplate() {}

  /** The query's text for a server, after the common preamble. */
  public static String load(String file, ServerVersion version) {
    return lines("preamble.sql", version) + "\n" + lines(file, version);
  }

  private static String lines(String file, ServerVersion version) {
    return read(file)
        .lines()
        .filter(line -> fits(line, version.major()))
        .map(line -> GATE.matcher(line).replaceFirst(""))
        .collect(Collectors.joining("\n"));
  }

  private static boolean fits(String line, int major) {
    Matcher gate = GATE.matcher(line);
    if (!gate.find()) {
      return true;
    }
    int from = gate.group(1).isEmpty() ? 0 : Integer.parseInt(gate.group(1));
    int to = gate.group(3).isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(gate.group(3));
    return from <= major && major <= to;
  }

  private static String read(String file) {
    try (InputStream stream = SqlTemplate.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException("no such resource: " + file);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
