package dev.daybreak.schema.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.kernel.ServerVersion;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.stage.SchemaChoices;
import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import dev.daybreak.schema.read.Inventory;
import dev.daybreak.schema.rule.Promise;
import dev.daybreak.schema.rule.Rule;
import dev.daybreak.schema.rule.TargetFacts;
import dev.daybreak.schema.rule.TargetProfile;
import dev.daybreak.schema.rule.TargetRights;
import dev.daybreak.schema.rule.Treatment;
import dev.daybreak.schema.rule.TypeNames;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SourceDialectTest {
  private static final ObjectId CODE = ObjectId.in(Kind.COLUMN, "public", "t", "code");
  private static final ObjectId SHARD = ObjectId.in(Kind.COLUMN, "public", "t", "shard");

  /** A system that is not there: another kind of source is data like this, and its reader. */
  private static final SourceDialect OTHER =
      new SourceDialect(
          "OtherDB",
          Pattern.compile("^OtherDB"),
          connection ->
              new Inventory(
                  new CatalogModel(
                      new ServerVersion(150000),
                      List.of(column(CODE, "STRING(3)[]"), column(SHARD, "int8")),
                      Map.of()),
                  List.of()),
          new TypeNames(Map.of("string", "varchar")),
          List.of(
              new Rule(
                  "OTHER-SHARD",
                  "Columns that only spread rows are left out.",
                  "PostgreSQL spreads nothing.",
                  Treatment.NEEDS_DECISION,
                  (object, conversion, rule) ->
                      object.id().name().equals("shard") ? null : object)));

  private static CatalogObject column(ObjectId id, String type) {
    return new CatalogObject(id, new TreeMap<>(Map.of("type", type)), Map.of());
  }

  @Test
  void anotherKindOfSourceIsDataAndRules() throws Exception {
    CatalogModel source = OTHER.reader().inventory(null).model();
    CatalogModel empty = new CatalogModel(new ServerVersion(170000), List.of(), Map.of());

    Promise promise = Promise.of(source, empty, facts(), OTHER.allRules());

    assertThat(promise.model().objects())
        .singleElement()
        .satisfies(object -> assertThat(object.get("type")).isEqualTo("varchar(3)[]"));
    assertThat(promise.findings())
        .extracting(Finding::id, Finding::before, Finding::after)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("OTHER-SHARD", "present", "left out"),
            org.assertj.core.groups.Tuple.tuple(
                "SCH-TYPE", "type STRING(3)[]", "type varchar(3)[]"));
  }

  private static TargetFacts facts() {
    TargetRights all = new TargetRights(true, true, Set.of(), Set.of(), Set.of(), Set.of(), true);
    return new TargetFacts(
        "me",
        Set.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        all,
        Set.of(),
        TargetProfile.named("postgresql"));
  }

  @Test
  void aServerTellsWhatItIs() {
    assertThat(SourceDialects.of("PostgreSQL 15.4 on x86_64-pc-linux-gnu, compiled by gcc"))
        .isSameAs(SourceDialects.POSTGRESQL);
    for (String other :
        List.of(
            "CockroachDB CCL v25.2.0 (x86_64-pc-linux-gnu)",
            "PostgreSQL 15.2-YB-2.25.0.0-b0 on x86_64-pc-linux-gnu")) {
      assertThatThrownBy(() -> SourceDialects.of(other)).hasMessageContaining(other);
    }
  }

  @Test
  void everyProfileCanBeRead() {
    assertThat(SchemaChoices.PROFILES)
        .allSatisfy(name -> assertThat(TargetProfile.named(name).name()).isEqualTo(name));
    assertThatThrownBy(() -> TargetProfile.named("aurora")).hasMessageContaining("aurora");
  }
}
