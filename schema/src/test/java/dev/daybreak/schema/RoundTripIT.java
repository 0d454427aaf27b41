package dev.daybreak.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.testkit.TestSql;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundTripIT {
  @ParameterizedTest
  @CsvSource({"PG14, PG17", "PG15, PG18", "PG18, PG18"})
  void everythingOfTheCorpusArrivesAndVerifiesWithoutDifference(
      ServerRelease source, ServerRelease target) {
    String name = "round" + source.major();
    Pairing pairing = Corpus.pairing(source, target, name);
    RoundTrip trip = new RoundTrip(pairing, name);
    CatalogCount.assertEveryRowIsKnown(pairing.source());

    trip.plansWhatIsExpected(Trap.on(source.major()));
    trip.arrivesWithoutDifference();

    String invalid = "SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid";
    assertThat(TestSql.rows(pairing.target(), invalid))
        .containsExactlyInAnyOrderElementsOf(TestSql.rows(pairing.source(), invalid));
    trip.rerunChangesNothing();
  }
}
