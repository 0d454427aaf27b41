package dev.daybreak.schema.login;

import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.schema.model.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The first findings of each weight and kind of object, and how many there are besides. One right
 * that was forgotten can show on every table for every login; nobody reads that, and a store need
 * not keep it.
 */
public final class Shortlist {
  /** The id of the finding that counts the rest. */
  public static final String MORE = "SCH-LOGIN-MORE";

  /** How many findings of one weight about one kind of object are named. */
  static final int NAMED = 20;

  private final Map<Place, List<Finding>> named = new HashMap<>();
  private final Map<Severity, Long> more = new EnumMap<>(Severity.class);

  private record Place(Severity severity, Kind kind) {}

  /**
   * A finding.
   *
   * @param kind of the object it is about
   */
  public record Item(Kind kind, Finding finding) {}

  private Shortlist() {}

  /** Takes all of them, keeps few. */
  public static List<Finding> of(Stream<Item> items) {
    Shortlist list = new Shortlist();
    items.forEachOrdered(list::add);
    return Stream.concat(
            list.named.values().stream().flatMap(List::stream),
            Arrays.stream(Severity.values()).map(list::rest).flatMap(Optional::stream))
        .sorted()
        .toList();
  }

  private void add(Item item) {
    Finding finding = item.finding();
    List<Finding> some =
        named.computeIfAbsent(
            new Place(finding.severity(), item.kind()), place -> new ArrayList<>());
    if (some.size() < NAMED) {
      some.add(finding);
    } else {
      more.merge(finding.severity(), 1L, Long::sum);
    }
  }

  private Optional<Finding> rest(Severity severity) {
    return Optional.ofNullable(more.get(severity))
        .map(
            count ->
                new Finding(
                    MORE,
                    severity,
                    "logins",
                    String.format(
                        java.util.Locale.ROOT,
                        "%,d more differences of this weight are not named",
                        count),
                    "Mend those that are named; most have one cause. Then look again."));
  }
}
