package dev.daybreak.app.config;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects everything that is wrong with a file, to say it all at once. Not thread-safe. */
final class Problems {
  /** One thing that is wrong. */
  private record Problem(Place place, ErrorCode code, String text) {}

  private final Set<Problem> found = new LinkedHashSet<>();

  void add(Place place, ErrorCode code, String text) {
    found.add(new Problem(place, code, text));
  }

  /** Takes over what a nested parser refused. */
  void add(Place place, MigrationException refusal) {
    add(place, refusal.code(), refusal.getMessage() + " " + refusal.remedy());
  }

  /**
   * Ends the reading when anything is wrong.
   *
   * @throws MigrationException with the first problem's code, all problems in its message
   */
  void throwIfAny(String file) {
    if (found.isEmpty()) {
      return;
    }
    List<Problem> sorted =
        found.stream()
            .sorted(
                Comparator.comparingInt((Problem p) -> p.place().line())
                    .thenComparingInt(p -> p.place().column()))
            .toList();
    throw new MigrationException(
        sorted.get(0).code(), text(file, sorted), "Mend the file; nothing was started.");
  }

  private static String text(String file, List<Problem> sorted) {
    if (sorted.size() == 1) {
      return file + ":" + sorted.get(0).place() + ": " + sorted.get(0).text() + ".";
    }
    StringBuilder text = new StringBuilder(sorted.size() + " problems in " + file + ":");
    for (Problem problem : sorted) {
      text.append("\n  ")
          .append(file + ":" + problem.place() + ": " + problem.code() + " " + problem.text());
    }
    return text + "\n ";
  }
}
