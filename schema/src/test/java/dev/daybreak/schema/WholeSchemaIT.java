package dev.daybreak.schema;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Pairing;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Schemas as large and as odd as those of real applications, each in a database of its own. */
class WholeSchemaIT {
  /** What the default run moves: those with many kinds of objects rather than many objects. */
  private static final Set<String> DENSE = Set.of("accounting", "contrib", "oracle", "timeseries");

  static Stream<Trap> dense() {
    return all().filter(schema -> DENSE.contains(schema.name()));
  }

  static Stream<Trap> all() {
    return Trap.whole().stream().filter(Trap::isWanted);
  }

  @ParameterizedTest
  @MethodSource("dense")
  void denseOnesArriveFromFifteenOnEighteen(Trap schema) {
    travel(ServerRelease.PG15, ServerRelease.PG18, schema, trip -> {});
  }

  @ParameterizedTest
  @MethodSource("all")
  @Tag("matrix")
  void allArriveFromFifteenOnEighteen(Trap schema) {
    travel(ServerRelease.PG15, ServerRelease.PG18, schema, RoundTrip::rerunChangesNothing);
  }

  @ParameterizedTest
  @MethodSource("all")
  @Tag("matrix")
  void allArriveFromFourteenOnSeventeen(Trap schema) {
    travel(ServerRelease.PG14, ServerRelease.PG17, schema, RoundTrip::rerunChangesNothing);
  }

  private static void travel(
      ServerRelease source, ServerRelease target, Trap schema, Consumer<RoundTrip> then) {
    String roles = "whole" + source.major() + schema.name();
    Pairing pairing = Corpus.pairing(source, target, roles, schema);
    try {
      RoundTrip trip = new RoundTrip(pairing, roles);
      trip.plansWhatIsExpected(List.of(schema));
      trip.arrivesWithoutDifference();
      then.accept(trip);
    } finally {
      Corpus.remove(pairing, roles);
    }
  }
}
