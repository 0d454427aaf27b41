package dev.daybreak.arch;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Measures sources with the JDK's own parser and names what is over a limit of the style guide.
 * Record components are values, not parameters, and are not counted; package and import lines may
 * be long.
 */
final class Sizes {
  private final Path root;
  private final Map<String, Integer> over = new TreeMap<>();

  private Sizes(Path root) {
    this.root = root;
  }

  /** What is over a limit: {@code measure path#member} → measured value. */
  static Map<String, Integer> offenders(Path root, List<Path> sources) {
    Sizes sizes = new Sizes(root);
    sources.forEach(sizes::text);
    sizes.packages(sources);
    sizes.parse(sources);
    return sizes.over;
  }

  private void text(Path source) {
    List<String> lines = House.read(source).lines().toList();
    note(Limit.FILE, name(source), lines.size());
    lines.stream()
        .filter(line -> !line.startsWith("import ") && !line.startsWith("package "))
        .mapToInt(line -> line.codePointCount(0, line.length()))
        .max()
        .ifPresent(widest -> note(Limit.LINE, name(source), widest));
  }

  private void packages(List<Path> sources) {
    sources.stream()
        .filter(source -> !source.endsWith("package-info.java"))
        .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()))
        .forEach((folder, count) -> note(Limit.PACKAGE, name(folder), Math.toIntExact(count)));
  }

  private void parse(List<Path> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources));
      Trees trees = Trees.instance(task);
      List<CompilationUnitTree> units = new ArrayList<>();
      task.parse().forEach(units::add);
      units.forEach(unit -> new MethodScan(this, unit, trees.getSourcePositions()).scan());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void note(Limit limit, String subject, int measured) {
    if (measured > limit.most()) {
      over.merge(limit.label() + " " + subject, measured, Math::max);
    }
  }

  String name(Path path) {
    return root.relativize(path).toString();
  }

  /** Lines a tree spans, first and last included. */
  static int lines(CompilationUnitTree unit, SourcePositions positions, Tree tree) {
    long first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
    long last = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, tree));
    return Math.toIntExact(last - first + 1);
  }
}
