package dev.daybreak.schema.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.kernel.ServerVersion;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionRulesTest {
  private static final ObjectId COLUMN = ObjectId.in(Kind.COLUMN, "s", "child", "b");

  @ParameterizedTest
  @CsvSource({"pglz, lz4", "lz4, pglz"})
  void aColumnTakesTheUsualCompressionWhereTheTargetLacksItsOwn(String offered, String wanted) {
    CatalogObject column = column(COLUMN, Map.of("compression", wanted));

    Promise lacking = promise(150000, 180000, Set.of(offered), column);
    Promise having = promise(150000, 180000, Set.of(offered, wanted), column);

    assertThat(lacking.model().find(COLUMN)).get().matches(c -> !c.has("compression"));
    assertThat(lacking.findings())
        .extracting(Finding::id, Finding::severity, Finding::before)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "SCH-COMPRESSION", Severity.INFO, "compression " + wanted));
    assertThat(having.findings()).isEmpty();
    assertThat(having.model().find(COLUMN)).get().matches(c -> c.has("compression"));
  }

  @ParameterizedTest
  @CsvSource({"150000, 180000, '', true", "150000, 150000, '', false"})
  void aGeneratedColumnBelowAPlainOneStopsWhereTheTargetRefusesIt(
      int source, int target, String above, boolean stops) {
    Promise promise = promise(source, target, Set.of(), family(above));

    assertThat(promise.findings().stream().filter(f -> f.id().equals("SCH-GENERATED-CHILD")))
        .hasSize(stops ? 1 : 0)
        .allMatch(f -> f.severity() == Severity.BLOCKER && f.object().contains("s.child.b"));
  }

  @Test
  void aGeneratedColumnBelowAGeneratedOneIsFine() {
    assertThat(promise(150000, 180000, Set.of(), family("STORED")).findings()).isEmpty();
  }

  private static CatalogObject[] family(String above) {
    Map<String, String> generated = Map.of("generated", "STORED", "expression", "1");
    return new CatalogObject[] {
      new CatalogObject(ObjectId.of(Kind.TABLE, "s", "parent"), new TreeMap<>(), Map.of()),
      column(ObjectId.in(Kind.COLUMN, "s", "parent", "b"), above.isEmpty() ? Map.of() : generated),
      new CatalogObject(
          ObjectId.of(Kind.TABLE, "s", "child"),
          new TreeMap<>(Map.of("inherits", "s.parent")),
          Map.of("parents", "s\nparent")),
      column(COLUMN, generated)
    };
  }

  private static CatalogObject column(ObjectId id, Map<String, String> attributes) {
    return new CatalogObject(id, new TreeMap<>(attributes), Map.of());
  }

  private static Promise promise(
      int source, int target, Set<String> compressions, CatalogObject... objects) {
    TargetRights all = new TargetRights(true, true, Set.of(), Set.of(), Set.of(), Set.of(), true);
    TargetFacts facts =
        new TargetFacts(
            "me",
            Set.of(),
            Set.of(),
            compressions,
            Set.of(),
            all,
            Set.of(),
            TargetProfile.named("postgresql"));
    return Promise.of(
        new CatalogModel(new ServerVersion(source), List.of(objects), Map.of()),
        new CatalogModel(new ServerVersion(target), List.of(), Map.of()),
        facts,
        VersionRules.ALL);
  }
}
