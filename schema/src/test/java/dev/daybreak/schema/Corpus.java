package dev.daybreak.schema;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.MigrationId;
import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Source databases full of traps, and empty targets for them. */
final class Corpus {
  private static final String ROLES =
      """
      DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'corpus_owner') THEN
          CREATE ROLE corpus_owner NOLOGIN;
          CREATE ROLE corpus_group NOINHERIT NOLOGIN;
          CREATE ROLE corpus_reader LOGIN PASSWORD 'Nanu?' CONNECTION LIMIT 7
            VALID UNTIL '2031-02-03 04:05:06+00' IN ROLE corpus_group;
          CREATE ROLE "corpus App" LOGIN CREATEDB;
          GRANT corpus_group TO "corpus App" WITH ADMIN OPTION;
          GRANT pg_monitor TO corpus_owner;
          ALTER ROLE corpus_reader SET search_path = sales, "Räume ""und"" Zeit";
        END IF;
      END $$
      """;

  private Corpus() {}

  /**
   * The corpus on a server of the first release, and an empty database on one of the second.
   *
   * @param name begins the names of roles in place of {@code corpus}: servers are shared by tests
   */
  static Pairing pairing(ServerRelease source, ServerRelease target, String name) {
    Pairing pairing = empty(source, target, name);
    Endpoint from = pairing.source();
    TestSql.run(from, renamed(read("corpus.sql"), name).split(";\n"));
    Trap.on(source.major()).forEach(trap -> trap.plant(from, name));
    String database = Names.quote(from.database());
    TestSql.run(
        from,
        "ALTER DATABASE " + database + " SET my.tenant = 'none of ''yours'''",
        "ALTER DATABASE " + database + " SET search_path = \"$user\", public, sales",
        "ALTER ROLE \"" + name + " App\" IN DATABASE " + database + " SET statement_timeout = '5s'",
        "REVOKE TEMPORARY ON DATABASE " + database + " FROM PUBLIC",
        "GRANT CREATE ON DATABASE " + database + " TO " + name + "_owner",
        "COMMENT ON DATABASE " + database + " IS 'the corpus'",
        "INSERT INTO sales.customers (code, country) SELECT 'c' || i, 'NP'"
            + " FROM generate_series(1, 50) i",
        "INSERT INTO public.chicken VALUES (1, NULL)",
        "REFRESH MATERIALIZED VIEW sales.m_full");
    return pairing;
  }

  /** One trap alone on a server of the first release. */
  static Pairing pairing(ServerRelease source, ServerRelease target, String name, Trap trap) {
    Pairing pairing = empty(source, target, name);
    trap.plant(pairing.source(), name);
    return pairing;
  }

  /** Two empty databases; the server of the first has the roles. */
  static Pairing empty(ServerRelease source, ServerRelease target, String name) {
    Endpoint from = TestServers.database(source, name + " source é");
    Endpoint to = TestServers.database(target, name + " \"target\"");
    TestSql.run(from, renamed(ROLES, name));
    return new Pairing(new MigrationId("corpus"), from, to);
  }

  /** Drops both databases and, on both servers, the roles whose names begin as the test's do. */
  static void remove(Pairing pairing, String name) {
    for (Endpoint side : List.of(pairing.source(), pairing.target())) {
      drop(side);
    }
    for (Endpoint side : List.of(pairing.source(), pairing.target())) {
      Endpoint admin = side.withDatabase("postgres");
      String mine = "SELECT quote_ident(rolname) FROM pg_roles WHERE rolname ~ '^%s[_ ]'";
      List<String> roles = TestSql.rows(admin, mine.formatted(name));
      if (!roles.isEmpty()) {
        String all = String.join(", ", roles);
        TestSql.run(admin, "DROP OWNED BY " + all, "DROP ROLE " + all);
      }
    }
  }

  /** Drops a database, whoever is connected. */
  static void drop(Endpoint database) {
    String mine =
        "SELECT quote_ident(subname) FROM pg_subscription WHERE subdbid = "
            + "(SELECT oid FROM pg_database WHERE datname = current_database())";
    for (String subscription : TestSql.rows(database, mine)) {
      String alter = "ALTER SUBSCRIPTION " + subscription;
      TestSql.run(
          database,
          alter + " DISABLE",
          alter + " SET (slot_name = NONE)",
          "DROP SUBSCRIPTION " + subscription);
    }
    TestSql.run(
        database.withDatabase("postgres"),
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
            + Names.literal(database.database()),
        "DROP DATABASE " + Names.quote(database.database()));
  }

  /** The text with the roles' names of one test. */
  static String renamed(String text, String name) {
    return text.replace("corpus_", name + "_").replace("corpus App", name + " App");
  }

  static String read(String file) {
    try (InputStream stream = Corpus.class.getResourceAsStream(file)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
