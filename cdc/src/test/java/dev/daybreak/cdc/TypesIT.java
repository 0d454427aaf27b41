package dev.daybreak.cdc;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.testkit.TypeFamilies;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypesIT {
  @ParameterizedTest
  @CsvSource({"PG15, PG17, true", "PG15, PG17, false", "PG14, PG18, true", "PG14, PG18, false"})
  void everyTypeArrivesWithTheSameTextWithAndWithoutKey(
      ServerRelease from, ServerRelease to, boolean keyed) {
    try (Replica replica = Replica.create(from, to, TypeFamilies.ddl(keyed))) {
      replica.start();
      for (TypeFamilies.Family family : TypeFamilies.all()) {
        replica.source(
            family.insert(1),
            family.insert(101),
            family.insert(201),
            "UPDATE " + family.table() + " SET v = NULL WHERE id = 101",
            "UPDATE " + family.table() + " SET id = id + 200 WHERE id > 101 AND id < 200",
            "DELETE FROM " + family.table() + " WHERE id > 200 AND id < 300",
            "UPDATE " + family.table() + " SET v = v WHERE id < 100");
      }
      replica.catchUp();
      TypeFamilies.all().forEach(family -> replica.assertEqual(family.table()));
    }
  }
}
