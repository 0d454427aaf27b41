package dev.daybreak.arch;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;

/** Offenders written and compiled by a test, to see that a rule catches them. */
final class Planted {
  private Planted() {}

  /** Compiles the sources (class name → text) into the folder and imports what came out. */
  static JavaClasses classes(Path folder, Map<String, String> sources) {
    List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", folder.toString()));
    sources.forEach((name, text) -> arguments.add(write(folder, name, text).toString()));
    int exit =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    if (exit != 0) {
      throw new IllegalStateException("a planted source does not compile: " + sources.keySet());
    }
    return new ClassFileImporter().importPath(folder);
  }

  /** Writes one source where its package says. */
  static Path write(Path folder, String name, String text) {
    try {
      Path file = folder.resolve(name.replace('.', '/') + ".java");
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
