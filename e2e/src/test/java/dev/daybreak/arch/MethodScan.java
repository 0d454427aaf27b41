package dev.daybreak.arch;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Measures the methods of one source: their length, parameters and nesting. */
final class MethodScan {
  private final Sizes sizes;
  private final CompilationUnitTree unit;
  private final SourcePositions positions;

  MethodScan(Sizes sizes, CompilationUnitTree unit, SourcePositions positions) {
    this.sizes = sizes;
    this.unit = unit;
    this.positions = positions;
  }

  void scan() {
    new Members().scan(unit, null);
  }

  private void measure(MethodTree method) {
    String file = sizes.name(Path.of(unit.getSourceFile().toUri()));
    String subject = file + "#" + method.getName();
    sizes.note(Limit.METHOD, subject, Sizes.lines(unit, positions, method));
    sizes.note(Limit.PARAMETERS, subject, declaredParameters(method));
    if (method.getBody() != null) {
      Nesting nesting = new Nesting();
      nesting.scan(method.getBody(), 0);
      sizes.note(Limit.NESTING, subject, nesting.deepest);
    }
  }

  /** The compact constructor of a record declares none: the parser lends it the components. */
  private int declaredParameters(MethodTree method) {
    long start = positions.getStartPosition(unit, method);
    return (int)
        method.getParameters().stream()
            .filter(parameter -> positions.getStartPosition(unit, parameter) >= start)
            .count();
  }

  private final class Members extends TreeScanner<@Nullable Void, @Nullable Void> {
    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
      measure(method);
      return super.visitMethod(method, unused);
    }
  }

  /** Depth of branches, loops, tries and locks; a lambda counts with what surrounds it. */
  private static final class Nesting extends TreeScanner<@Nullable Void, Integer> {
    private int deepest;

    @Override
    public @Nullable Void scan(@Nullable Tree tree, Integer depth) {
      if (tree == null) {
        return null;
      }
      int inner = opens(tree) ? depth + 1 : depth;
      deepest = Math.max(deepest, inner);
      return super.scan(tree, inner);
    }

    /** An {@code else if} continues its chain: it is as deep as the {@code if} it follows. */
    @Override
    public @Nullable Void visitIf(IfTree branch, Integer depth) {
      scan(branch.getCondition(), depth);
      scan(branch.getThenStatement(), depth);
      boolean chain = branch.getElseStatement() instanceof IfTree;
      return scan(branch.getElseStatement(), chain ? depth - 1 : depth);
    }

    /** A class within a method starts anew; its methods are measured for themselves. */
    @Override
    public @Nullable Void visitClass(ClassTree type, Integer depth) {
      return null;
    }

    private static boolean opens(Tree tree) {
      return switch (tree.getKind()) {
        case IF,
            FOR_LOOP,
            ENHANCED_FOR_LOOP,
            WHILE_LOOP,
            DO_WHILE_LOOP,
            SWITCH,
            TRY,
            SYNCHRONIZED ->
            true;
        default -> false;
      };
    }
  }
}
