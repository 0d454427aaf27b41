package dev.daybreak.schema.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.kernel.ServerVersion;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RulesTest {
  private static final TargetRights ALL_RIGHTS =
      new TargetRights(true, true, Set.of(), Set.of(), Set.of(), Set.of(), true);

  @Test
  void anAggregateOverArrayFunctionsThatChangedStopsTheMigrationFromBefore14() {
    CatalogObject aggregate = aggregate("anyelement", "pg_catalog.array_append");
    assertThat(findings(130000, aggregate))
        .extracting(Finding::id)
        .containsExactly("SCH-POLYMORPHIC");
    assertThat(findings(140000, aggregate)).isEmpty();
    assertThat(findings(130000, aggregate("anyelement", "public.array_append"))).isEmpty();
    assertThat(findings(130000, aggregate("integer", "pg_catalog.array_append"))).isEmpty();
  }

  private static CatalogObject aggregate(String argument, String function) {
    ObjectId id = new ObjectId(Kind.AGGREGATE, "public", "", "gather", argument);
    Map<String, String> attributes =
        Map.of("transition function", function, "transition type", "anyarray");
    return new CatalogObject(id, new TreeMap<>(attributes), Map.of());
  }

  private static List<Finding> findings(int version, CatalogObject object) {
    return promise(version, object).findings();
  }

  private static Promise promise(int version, CatalogObject... objects) {
    CatalogModel source = new CatalogModel(new ServerVersion(version), List.of(objects), Map.of());
    CatalogModel target = new CatalogModel(new ServerVersion(170000), List.of(), Map.of());
    TargetFacts facts =
        new TargetFacts(
            "postgres",
            Set.of(),
            Set.of(),
            Set.of(),
            Set.of(),
            ALL_RIGHTS,
            Set.of(),
            TargetProfile.named("postgresql"));
    return Promise.of(source, target, facts, Rules.ALL);
  }

  /** What is nothing without a role that the target does not have. */
  @Test
  void whatHangsOnTheFirstSuperuserIsLeftOutWhereTheTargetHasAnother() {
    CatalogObject boss =
        new CatalogObject(
            ObjectId.of(Kind.ROLE, "", "boss"),
            new TreeMap<>(Map.of("login", "t")),
            Map.of("bootstrap", "true", "used", "true"));
    CatalogObject setting =
        new CatalogObject(
            new ObjectId(Kind.SETTING, "", "", "work_mem", "boss"),
            new TreeMap<>(Map.of("value", "5MB")),
            Map.of());
    CatalogObject rights =
        new CatalogObject(
            new ObjectId(Kind.DEFAULT_PRIVILEGES, "", "", "boss", "TABLES"),
            new TreeMap<>(Map.of("grant:PUBLIC", "SELECT")),
            Map.of());

    Promise promise = promise(150000, boss, setting, rights);

    assertThat(promise.model().objects()).isEmpty();
    assertThat(promise.findings())
        .extracting(Finding::id)
        .containsOnly("SCH-BOOTSTRAP-ROLE")
        .hasSize(3);
  }
}
