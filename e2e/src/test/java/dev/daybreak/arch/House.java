package dev.daybreak.arch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where the modules, their sources and their classes lie. */
final class House {
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

  private House() {}

  /** The folder of the root pom. */
  static Path root() {
    Path here = Path.of(System.getProperty("basedir", "")).toAbsolutePath().normalize();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("e2e/pom.xml"))) {
        return folder;
      }
    }
    throw new IllegalStateException("no root pom above " + here);
  }

  /** The modules of the root pom that have main code. */
  static List<String> modules() {
    Matcher matcher = MODULE.matcher(read(root().resolve("pom.xml")));
    return matcher.results().map(hit -> hit.group(1)).filter(House::hasMainCode).toList();
  }

  /** All main sources of all modules. */
  static List<Path> sources() {
    return modules().stream().flatMap(module -> javaFiles(sourceFolder(module))).toList();
  }

  static Path sourceFolder(String module) {
    return root().resolve(module).resolve("src/main/java");
  }

  static Path classFolder(String module) {
    return root().resolve(module).resolve("target/classes");
  }

  static Stream<Path> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean hasMainCode(String module) {
    Path folder = sourceFolder(module);
    return Files.isDirectory(folder) && javaFiles(folder).findAny().isPresent();
  }
}
