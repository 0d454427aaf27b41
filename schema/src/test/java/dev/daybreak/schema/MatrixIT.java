package dev.daybreak.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Pairing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every trap alone in a database, from every release to every later one that can be a target. */
@Tag("matrix")
class MatrixIT {
  private static final int OLDEST_TARGET = 15;

  static Stream<Arguments> pairs() {
    return Arrays.stream(ServerRelease.values())
        .flatMap(
            source ->
                Arrays.stream(ServerRelease.values())
                    .filter(target -> target.major() >= Math.max(source.major(), OLDEST_TARGET))
                    .map(target -> Arguments.of(source, target)));
  }

  @ParameterizedTest(name = "{0} to {1}")
  @MethodSource("pairs")
  void everyTrapArrivesAlone(ServerRelease source, ServerRelease target) {
    requireBinaries(source, target);
    List<String> failed = new ArrayList<>();
    for (Trap trap : Trap.on(source.major()).stream().filter(Trap::isWanted).toList()) {
      String name = "alone" + source.major() + target.major() + "_" + failed.size();
      try {
        travel(Corpus.pairing(source, target, name, trap), name, List.of(trap));
      } catch (AssertionError | RuntimeException e) {
        failed.add(trap.name() + ": " + e.getMessage());
      }
    }
    assertThat(failed).isEmpty();
  }

  @ParameterizedTest(name = "{0} to {1}")
  @MethodSource("pairs")
  void allTrapsArriveTogether(ServerRelease source, ServerRelease target) {
    requireBinaries(source, target);
    String name = "all" + source.major() + target.major();
    travel(Corpus.pairing(source, target, name), name, Trap.on(source.major()));
  }

  private static void requireBinaries(ServerRelease source, ServerRelease target) {
    assumeTrue(
        source.isAvailable() && target.isAvailable(),
        "no binaries of " + source + " or " + target + ": run with -Pmatrix");
  }

  /** There and, whatever comes of it, both databases and the roles away again. */
  private static void travel(Pairing pairing, String roles, List<Trap> traps) {
    try {
      RoundTrip trip = new RoundTrip(pairing, roles);
      trip.plansWhatIsExpected(traps);
      trip.arrivesWithoutDifference();
      trip.rerunChangesNothing();
    } finally {
      Corpus.remove(pairing, roles);
    }
  }
}
