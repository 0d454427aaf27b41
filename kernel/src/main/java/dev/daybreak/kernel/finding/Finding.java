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
 * @param before where something is converted: what the source has; otherwise empty
 * @param after where something is converted: what the target gets; otherwise empty
 */
public record Finding(
    String id,
    Severity severity,
    String object,
    String detail,
    String remedy,
    String before,
    String after)
    implements Comparable<Finding> {
  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::severity)
          .thenComparing(Finding::id)
          .thenComparing(Finding::object)
          .thenComparing(Finding::detail)
          .thenComparing(Finding::before)
          .thenComparing(Finding::after);

  public Finding {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(object, "object");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(remedy, "remedy");
    before = Objects.requireNonNullElse(before, ""); // findings stored before there was one
    after = Objects.requireNonNullElse(after, "");
  }

  /** A finding about something that is not converted. */
  public Finding(String id, Severity severity, String object, String detail, String remedy) {
    this(id, severity, object, detail, remedy, "", "");
  }

  /** The same with what is converted. */
  public Finding converting(String from, String to) {
    return new Finding(id, severity, object, detail, remedy, from, to);
  }

  /** The same with another weight, for the reason given. */
  public Finding weighed(Severity other, String reason) {
    return new Finding(id, other, object, detail + " (" + reason + ")", remedy, before, after);
  }

  /** Whether it tells of a conversion. */
  public boolean converts() {
    return !before.isEmpty() || !after.isEmpty();
  }

  @Override
  public int compareTo(Finding other) {
    return ORDER.compare(this, other);
  }
}
