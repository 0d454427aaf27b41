package dev.daybreak.kernel.finding;

import java.util.Comparator;
import java.util.Objects;

/**
 * One thing found before or during a migration.
 *
 * @param id stable id of the rule, such as {@code PRE-WAL-LEVEL}
 * @param severity its weight
 * @param object what it is about, as people name it
 * @param detail what was seen; no row values
 * @param remedy what mends it
 */
public record Finding(String id, Severity severity, String object, String detail, String remedy)
    implements Comparable<Finding> {
  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::severity)
          .thenComparing(Finding::id)
          .thenComparing(Finding::object)
          .thenComparing(Finding::detail);

  public Finding {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(object, "object");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(remedy, "remedy");
  }

  @Override
  public int compareTo(Finding other) {
    return ORDER.compare(this, other);
  }
}
