package dev.daybreak.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.postgres.Connections;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import dev.daybreak.schema.verify.ServerText;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts that mean the same are the same, whatever they look like; others are not. */
class ServerTextIT {
  private static final String ONE_PARSE =
      "((b)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[]))";
  private static final String TWO_PARSES =
      "((b)::text = ANY (ARRAY[('x'::character varying)::text, ('y'::character varying)::text]))";
  private static Endpoint database;

  @BeforeAll
  static void aTableOfAllKindsOfTexts() {
    database = TestServers.database(ServerRelease.PG17, "server text");
    TestSql.run(
        database,
        "CREATE SCHEMA s",
        "CREATE TABLE s.\"T x\" (a integer, b varchar(9), r int4range) PARTITION BY RANGE (a)",
        "CREATE INDEX i ON s.\"T x\" (a)",
        "CREATE TABLE s.log (a integer)",
        "CREATE COLLATION s.icu (provider = icu, locale = 'de-u-co-phonebk')",
        "CREATE DOMAIN s.d AS varchar(9) CHECK (VALUE <> 'x')");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INDEX||i|definition|CREATE INDEX i ON ONLY s.\"T x\" USING btree ((a + 1)) WHERE "
            + ONE_PARSE
            + "|CREATE INDEX i ON s.\"T x\" USING btree (((a + (1)))) WHERE "
            + TWO_PARSES,
        "CONSTRAINT|T x|c|definition|CHECK " + ONE_PARSE + "|CHECK " + TWO_PARSES,
        "RULE|T x|r|definition|CREATE RULE r AS ON INSERT TO s.\"T x\" WHERE new.a > 1"
            + " DO ALSO INSERT INTO s.log VALUES (new.a)|CREATE RULE r AS ON INSERT TO s.\"T x\""
            + " WHERE ((new.a > (1))) DO INSERT INTO s.log (a) VALUES (new.a);",
        "STATISTICS||st|definition|CREATE STATISTICS s.st (mcv) ON a, (a+1) FROM s.\"T x\""
            + "|CREATE STATISTICS s.st (mcv) ON ((a + (1))), a FROM s.\"T x\"",
        "TABLE||T x|partition key|RANGE ((a+1))|RANGE (((a + (1))))",
        "DOMAIN_CONSTRAINT|d|c|definition|CHECK (VALUE <> 'x')|CHECK (((VALUE)::text <> 'x'::text))",
        "DOMAIN||d|default|1+1|(1 + 1)",
        "COLLATION||icu|locale|de@collation=phonebook|de-u-co-phonebk",
        "DEFAULT|T x|a|expression|1+1|(1 + 1)",
      })
  void otherWordsForTheSame(
      Kind kind, String parent, String name, String attribute, String one, String other)
      throws SQLException {
    assertThat(same(kind, parent, name, attribute, one, other)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INDEX||i|definition|CREATE INDEX i ON s.\"T x\" USING btree (a)"
            + "|CREATE UNIQUE INDEX i ON s.\"T x\" USING btree (a)",
        "INDEX||i|definition|CREATE INDEX i ON s.\"T x\" USING btree (a)"
            + "|CREATE INDEX i ON s.\"T x\" USING btree (a DESC)",
        "CONSTRAINT|T x|c|definition|CHECK (a > 1)|CHECK (a >= 1)",
        "CONSTRAINT|T x|c|definition|CHECK (a > 1)|CHECK (a > 1) NOT VALID",
        "RULE|T x|r|definition|CREATE RULE r AS ON INSERT TO s.\"T x\" DO NOTHING"
            + "|CREATE RULE r AS ON INSERT TO s.\"T x\" DO INSTEAD NOTHING",
        "STATISTICS||st|definition|CREATE STATISTICS s.st (mcv) ON a, b FROM s.\"T x\""
            + "|CREATE STATISTICS s.st (ndistinct) ON a, b FROM s.\"T x\"",
        "STATISTICS||st|definition|CREATE STATISTICS s.st ON a, b FROM s.\"T x\""
            + "|CREATE STATISTICS s.st ON a, b FROM s.other",
        "TABLE||T x|partition key|RANGE (a)|LIST (a)",
        "DOMAIN_CONSTRAINT|d|c|definition|CHECK (VALUE = 'x')|CHECK (VALUE = 'x') NOT VALID",
        "COLLATION||icu|locale|de-u-co-phonebk|de",
        "CONSTRAINT|T x|c|definition|no sql|CHECK (a > 1)",
        "TABLE||T x|persistence|permanent|unlogged",
      })
  void somethingElse(
      Kind kind, String parent, String name, String attribute, String one, String other)
      throws SQLException {
    assertThat(same(kind, parent, name, attribute, one, other)).isFalse();
  }

  private static boolean same(
      Kind kind, String parent, String name, String attribute, String one, String other)
      throws SQLException {
    ObjectId id = new ObjectId(kind, "s", parent == null ? "" : parent, name, "");
    try (Connection connection = Connections.open(database, "test")) {
      return new ServerText(connection).same(id, attribute, one, other);
    }
  }

  @Test
  void nothingIsLeftBehind() throws SQLException {
    String objects = "SELECT count(*) FROM pg_class";
    String before = TestSql.value(database, objects);
    assertThat(same(Kind.CONSTRAINT, "T x", "c", "definition", "CHECK (a>1)", "CHECK (a > 1)"))
        .isTrue();
    assertThat(TestSql.value(database, objects)).isEqualTo(before);
  }
}
