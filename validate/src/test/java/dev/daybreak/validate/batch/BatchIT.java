package dev.daybreak.validate.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.Secret;
import dev.daybreak.kernel.verdict.BatchVerdict;
import dev.daybreak.kernel.verdict.Coverage;
import dev.daybreak.kernel.verdict.Mismatch;
import dev.daybreak.kernel.verdict.MismatchKind;
import dev.daybreak.kernel.verdict.TableVerdict;
import dev.daybreak.validate.TwoSides;
import dev.daybreak.validate.TypeZoo;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchIT {
  private static final String ZOO = "\"Sché ma\".\"Zoo \"\"1\"";

  private static TwoSides zoo() {
    return TwoSides.create("zoo", ServerRelease.PG15, ServerRelease.PG17)
        .both(TypeZoo.statements());
  }

  @ParameterizedTest
  @CsvSource({"PG14, PG18", "PG15, PG17"})
  void equalDatabasesOfEveryTypeAreClean(ServerRelease from, ServerRelease to) {
    TwoSides sides = TwoSides.create("equal", from, to).both(TypeZoo.statements());
    BatchVerdict verdict = sides.batch();
    assertThat(verdict.mismatches()).isEmpty();
    assertThat(verdict.clean()).isTrue();
    assertThat(verdict.rowsValidated()).isEqualTo(3 + 5 + 9 + 5 + 3 + 1 + 1 + 1 + 1);
    assertThat(verdict.tables())
        .extracting(t -> t.table().name())
        .containsExactly(
            "Zoo \"1",
            "big",
            "child",
            "derived",
            "empty_one",
            "no_columns",
            "nokey",
            "parent",
            "parts B",
            "parts_a",
            "unique only",
            "unlogged");
    assertThat(verdict.tables())
        .filteredOn(t -> t.coverage() == Coverage.WAIVED)
        .extracting(t -> t.table().name())
        .containsExactly("derived");
    assertThat(verdict.tables()).allMatch(t -> t.sourceDigest().equals(t.targetDigest()));
  }

  /** What an extension says is its users' is compared; its own affairs are not. */
  @Test
  void rowsThatUsersKeepInExtensionsAreCompared() {
    TwoSides sides = TwoSides.create("shipped", ServerRelease.PG15, ServerRelease.PG17);
    sides.both(
        "CREATE TABLE kept (id int PRIMARY KEY)",
        "CREATE TABLE own (id int PRIMARY KEY)",
        "ALTER EXTENSION plpgsql ADD TABLE kept",
        "ALTER EXTENSION plpgsql ADD TABLE own",
        "UPDATE pg_extension SET extconfig = ARRAY['kept'::regclass::oid],"
            + " extcondition = ARRAY[''] WHERE extname = 'plpgsql'");
    TwoSides.run(sides.source(), "INSERT INTO kept VALUES (1)", "INSERT INTO own VALUES (1)");
    BatchVerdict verdict = sides.batch();
    assertThat(verdict.mismatches()).extracting(m -> m.table().name()).containsExactly("kept");
    assertThat(verdict.tables())
        .filteredOn(t -> t.coverage() == Coverage.WAIVED)
        .extracting(t -> t.table().name())
        .containsExactly("own");
    TwoSides.run(sides.target(), "ALTER TABLE kept ADD COLUMN newer int");
    assertThat(sides.batch().mismatches()).isEmpty();
  }

  /** One fault on the target each; the verdict must name kind, column and class. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "UPDATE ZOO SET vc = 'x' WHERE id = 1; VALUE_MISMATCH; vc; other",
        "UPDATE ZOO SET \"Ünïcode\" = NULL WHERE id = 1; VALUE_MISMATCH; Ünïcode; null",
        "UPDATE ZOO SET n2 = 1.1001 WHERE id = 1; VALUE_MISMATCH; n2; other",
        "UPDATE ZOO SET na = '[2:3]={1.1,NULL}' WHERE id = 1; VALUE_MISMATCH; na; other",
        "UPDATE ZOO SET na = '{1.10,NULL}' WHERE id = 1; VALUE_MISMATCH; na; other",
        "UPDATE ZOO SET n = 123456789012345678901234567890 WHERE id = 2;"
            + " REPRESENTATION_ONLY; n; precision",
        "UPDATE ZOO SET d = 0 WHERE id = 1; REPRESENTATION_ONLY; d; precision",
        "UPDATE ZOO SET jb = '{\"a\": 1.1, \"b\": null}' WHERE id = 1; REPRESENTATION_ONLY; jb; other",
        "UPDATE ZOO SET jb = NULL WHERE id = 2; VALUE_MISMATCH; jb; null",
        "UPDATE ZOO SET j = '{\"a\":1.10}' WHERE id = 1; VALUE_MISMATCH; j; other",
        "UPDATE ZOO SET ta = ARRAY['NULL','NULL',''] WHERE id = 1; VALUE_MISMATCH; ta; other",
        "UPDATE ZOO SET iv = '00:00:00.000001' WHERE id = 1; VALUE_MISMATCH; iv; other",
        "UPDATE ZOO SET ttz = '00:00+01' WHERE id = 2; VALUE_MISMATCH; ttz; timezone",
        "UPDATE ZOO SET ts = '294276-12-31 23:59:59' WHERE id = 1; VALUE_MISMATCH; ts; range",
        "UPDATE ZOO SET by = '\\x3030' WHERE id = 1; VALUE_MISMATCH; by; other",
        "UPDATE ZOO SET k2 = '00000000-0000-0000-0000-00000000000f' WHERE id = 1; MISSING_ROW; ; *",
        "DELETE FROM ZOO WHERE id = 3; MISSING_ROW; ; one row on the source only",
        "INSERT INTO nokey VALUES ('x', 1); MULTIPLICITY; ; 2 on the source, 3 on the target",
        "UPDATE nokey SET a = '' WHERE ctid = (SELECT min(ctid) FROM nokey WHERE a IS NULL);"
            + " EXTRA_ROW; ; one row on the target only",
        "INSERT INTO parts_a VALUES (99, '2020-02-02', ''); EXTRA_ROW; ; one row on the target only",
        "UPDATE big SET body = left(body, 60000) WHERE id = 2; VALUE_MISMATCH; body; truncation",
        "UPDATE \"unique only\" SET v = 1.1 WHERE code = 'a'; REPRESENTATION_ONLY; v; precision",
        "INSERT INTO no_columns DEFAULT VALUES; MULTIPLICITY; ; 1 on the source, 2 on the target",
        "ALTER TABLE big DROP COLUMN body; COLUMN_ABSENT; body; *",
        "ALTER TABLE big ALTER body TYPE varchar; SCHEMA_DRIFT; body; *",
        "DROP TABLE child; SCHEMA_DRIFT; ; the table does not exist on the target",
        "CREATE TABLE more (id int); SCHEMA_DRIFT; ; the table does not exist on the source"
      })
  void aPlantedFaultIsNamed(String fault, MismatchKind kind, String column, String detail) {
    TwoSides sides = zoo();
    TwoSides.run(sides.target(), fault.replace("ZOO", ZOO));
    BatchVerdict verdict = sides.batch();
    assertThat(verdict.clean()).isFalse();
    assertThat(verdict.mismatches())
        .anySatisfy(
            m -> {
              assertThat(m.kind()).isEqualTo(kind);
              assertThat(m.column()).isEqualTo(column == null ? "" : column);
              if (!detail.equals("*")) {
                assertThat(m.detail()).isEqualTo(detail);
              }
            });
  }

  @Test
  void neighbouringColumnsThatShiftAndBlanksAndShiftedTimesAreSeen() {
    TwoSides sides = TwoSides.create("shift", ServerRelease.PG15, ServerRelease.PG17);
    sides.both(
        "CREATE TABLE t (id int PRIMARY KEY, a text, b text, c char(8), v varchar(9), at timestamptz,"
            + " f numeric, i int GENERATED ALWAYS AS (length(a)) STORED)",
        "CREATE TABLE virgin (id int PRIMARY KEY)");
    TwoSides.run(
        sides.source(),
        "INSERT INTO t VALUES (1, 'a|', 'b', 'p', 'blank ', '2026-03-29 02:30:00+00', 0.611111104)",
        "INSERT INTO t VALUES (2, '', NULL, 'p', 'schön', '2026-03-29 02:30:00.123456+00', 3e9)");
    TwoSides.run(
        sides.target(),
        "ALTER TABLE t ALTER i DROP EXPRESSION",
        "INSERT INTO t VALUES (1, 'a', '|b', 'p', 'blank', '2026-03-29 01:30:00+00', 0.611111, 2)",
        "INSERT INTO t VALUES (2, NULL, '', 'p', 'schÃ¶n', '2026-03-29 02:30:00.123+00', 2147483647, 9)");
    BatchVerdict verdict = sides.batch();
    assertThat(verdict.mismatches())
        .extracting(m -> m.column() + " " + m.detail())
        .containsExactlyInAnyOrder(
            "a truncation",
            "b other",
            "v truncation",
            "at timezone",
            "f precision",
            "a null",
            "b null",
            "v encoding",
            "at precision",
            "f range",
            "i generated");
    assertThat(verdict.mismatches()).allMatch(m -> m.kind() == MismatchKind.VALUE_MISMATCH);
    TableVerdict table = verdict.tables().get(0);
    assertThat(List.of(table.differing(), table.matched(), table.missing(), table.extra()))
        .containsExactly(2L, 0L, 0L, 0L);
    assertThat(verdict.mismatches().toString()).doesNotContain("schön").doesNotContain("0.6111");
  }

  @Test
  void aKeyThatOccursTwiceOnTheTargetIsAMultiplicity() {
    TwoSides sides = TwoSides.create("twice", ServerRelease.PG15, ServerRelease.PG17);
    sides.both(
        "CREATE TABLE t (id int PRIMARY KEY, v text)", "INSERT INTO t VALUES (1,'a'),(2,'b')");
    TwoSides.run(
        sides.target(), "ALTER TABLE t DROP CONSTRAINT t_pkey", "INSERT INTO t VALUES (2,'b')");
    BatchVerdict verdict = sides.batch();
    assertThat(verdict.mismatches())
        .extracting(Mismatch::kind)
        .containsExactly(MismatchKind.MULTIPLICITY);
    assertThat(verdict.tables().get(0).extra()).isEqualTo(1);
  }

  @Test
  void aCutThatIsNotAlignedCoversNothing() {
    TwoSides sides = zoo();
    TwoSides.run(sides.target(), "UPDATE daybreak.applied SET position = 'FFFFFFFF/0'");
    BatchVerdict verdict = sides.batch();
    assertThat(verdict.clean()).isFalse();
    assertThat(verdict.tables()).allMatch(t -> t.coverage() == Coverage.UNCOVERED);
    TwoSides.run(sides.target(), "DELETE FROM daybreak.applied");
    assertThat(sides.batch().tables()).allMatch(t -> t.note().contains("knows no position"));
  }

  @Test
  void aTableThatCannotBeReadIsUncoveredAndTheOthersAreNot() {
    TwoSides sides = TwoSides.create("unread", ServerRelease.PG15, ServerRelease.PG17);
    sides.both("CREATE TABLE a (id int PRIMARY KEY)", "CREATE TABLE b (id int PRIMARY KEY)");
    TwoSides.run(
        sides.target(),
        "CREATE ROLE limited LOGIN",
        "GRANT SELECT ON a TO limited",
        "GRANT USAGE ON SCHEMA daybreak TO limited",
        "GRANT SELECT ON daybreak.applied TO limited");
    Pairing limited =
        new Pairing(
            sides.pairing.id(), sides.source(), sides.target().withLogin("limited", Secret.NONE));
    BatchVerdict verdict = sides.batch(limited);
    assertThat(verdict.clean()).isFalse();
    assertThat(verdict.tables())
        .extracting(TableVerdict::coverage)
        .containsExactly(Coverage.VALIDATED, Coverage.UNCOVERED);
    assertThat(verdict.tables().get(1).note()).contains("permission denied for table b");
  }
}
