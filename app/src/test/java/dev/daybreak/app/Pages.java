package dev.daybreak.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The documents of the repository, for tests that hold them against the code. */
public final class Pages {
  /** Set to {@code write} to have generated pages written instead of compared. */
  public static final String MODE = "daybreak.pages";

  private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");

  private Pages() {}

  /** A page by its path below the repository's root. */
  public static Path page(String path) {
    Path here = Path.of(System.getProperty("basedir", "")).toAbsolutePath().normalize();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve("app/pom.xml"))) {
        return folder.resolve(path);
      }
    }
    throw new IllegalStateException("no repository above " + here);
  }

  /** A page's text. */
  public static String text(String path) {
    try {
      return Files.readString(page(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The YAML examples on a page. */
  public static List<String> yaml(String path) {
    return YAML.matcher(text(path)).results().map((MatchResult found) -> found.group(1)).toList();
  }
}
