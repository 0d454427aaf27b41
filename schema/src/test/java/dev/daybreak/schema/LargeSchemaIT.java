package dev.daybreak.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.stage.LoginCheck;
import dev.daybreak.postgres.Connections;
import dev.daybreak.schema.amend.Altered;
import dev.daybreak.schema.amend.AlteredTables;
import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.plan.Planner;
import dev.daybreak.schema.read.CatalogReader;
import dev.daybreak.schema.verify.Comparison;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** However many objects there are, reading sends the same number of statements. */
class LargeSchemaIT {
  private static final int TABLES_PER_STATEMENT = 100;

  @Test
  void readsFiveHundredTablesWithAsManyStatementsAsNone() throws SQLException {
    Endpoint empty = TestServers.database(ServerRelease.PG17, "empty");
    Endpoint large = TestServers.database(ServerRelease.PG17, "large");
    fill(large, 500);

    AtomicInteger few = new AtomicInteger();
    AtomicInteger many = new AtomicInteger();
    read(empty, few);
    CatalogModel model = read(large, many);

    assertThat(model.of(Kind.INDEX)).hasSize(2000);
    assertThat(many.get()).isEqualTo(few.get());
    Corpus.drop(empty);
    Corpus.drop(large);
  }

  /** Measures; the bounds are generous because the machine may do other things. */
  @Test
  @Tag("matrix")
  void readsPlansAndVerifiesFiveThousandTables() throws SQLException {
    Endpoint large = TestServers.database(ServerRelease.PG17, "huge");
    fill(large, 5000);
    AtomicInteger statements = new AtomicInteger();

    long start = System.nanoTime();
    CatalogModel model = read(large, statements);
    long read = System.nanoTime();
    int planned =
        Planner.plan(model, new Planner.Actor("huge", "postgres", true)).statements().size();
    long plan = System.nanoTime();
    int differences =
        Comparison.compare(model, model, (id, name, one, other) -> false, id -> true).size();
    long verify = System.nanoTime();

    System.out.printf(
        "5000 tables, 20000 indexes: read %d ms in %d statements, planned %d statements in %d ms,"
            + " compared in %d ms%n",
        (read - start) / 1_000_000,
        statements.get(),
        planned,
        (plan - read) / 1_000_000,
        (verify - plan) / 1_000_000);
    assertThat(model.of(Kind.INDEX)).hasSize(20_000);
    assertThat(differences).isZero();
    assertThat((read - start) / 1_000_000_000).isLessThan(20);
    looksForAlteredTables(large);
    Corpus.drop(large);
  }

  /** What a resting migration asks every ten seconds. */
  private static void looksForAlteredTables(Endpoint database) throws SQLException {
    try (Connection connection = Connections.open(database, "test")) {
      AlteredTables.keep(connection, AlteredTables.read(connection));
      for (int look = 0; look < 3; look++) {
        long start = System.nanoTime();
        assertThat(AlteredTables.find(connection, connection)).isEqualTo(Altered.NONE);
        System.out.printf(
            "5000 tables: a look for altered ones took %d ms%n",
            (System.nanoTime() - start) / 1_000_000);
      }
    }
  }

  /** Takes a large schema to a target; what it prints is the time of each half. */
  @Test
  @Tag("matrix")
  void movesTwoThousandTables() {
    Pairing pairing = Corpus.empty(ServerRelease.PG17, ServerRelease.PG18, "moved");
    fill(pairing.source(), 2000);
    long start = System.nanoTime();
    new RoundTrip(pairing, "moved").arrivesWithoutDifference();
    System.out.printf(
        "2000 tables, 8000 indexes: moved and verified in %d ms%n",
        (System.nanoTime() - start) / 1_000_000);
    Corpus.remove(pairing, "moved");
  }

  /** Measures; the bounds are generous because the machine may do other things. */
  @Test
  @Tag("matrix")
  void provesTwoHundredLoginsOnTwoThousandTables() {
    Pairing pairing = Corpus.empty(ServerRelease.PG15, ServerRelease.PG18, "logins");
    String roles =
        "DO $$ BEGIN FOR i IN 1..200 LOOP EXECUTE format('CREATE ROLE logins_%s LOGIN IN ROLE"
            + " logins_' || CASE WHEN i % 2 = 0 THEN 'even' ELSE 'odd' END, i); END LOOP; END $$";
    for (Endpoint side : List.of(pairing.source(), pairing.target())) {
      TestSql.run(side, "CREATE ROLE logins_even", "CREATE ROLE logins_odd", roles);
      fill(side, 2000);
      TestSql.run(
          side,
          "GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO logins_even",
          "GRANT SELECT ON ALL TABLES IN SCHEMA public TO logins_odd");
    }
    proveTimed(pairing, 0);
    TestSql.run(pairing.target(), "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM logins_odd");
    proveTimed(pairing, 21);
    TestSql.run(pairing.target(), "REVOKE INSERT ON ALL TABLES IN SCHEMA public FROM logins_even");
    proveTimed(pairing, 21);
    Corpus.remove(pairing, "logins");
  }

  private static void proveTimed(Pairing pairing, int findings) {
    PostgresSchemaStage stage = new PostgresSchemaStage();
    long start = System.nanoTime();
    List<Finding> found = stage.proveLogins(pairing, LoginCheck.of(List.of()));
    long proven = System.nanoTime();
    stage.loginDigest(pairing.source());
    stage.loginDigest(pairing.target());
    long digested = System.nanoTime();
    System.out.printf(
        "2000 tables, 200 logins: %d ms, %d findings; digests of both sides %d ms%n%s%n",
        (proven - start) / 1_000_000,
        found.size(),
        (digested - proven) / 1_000_000,
        found.isEmpty() ? "" : found.get(found.size() - 1));
    assertThat(found).hasSize(findings);
    assertThat((proven - start) / 1_000_000_000).isLessThan(60);
  }

  private static void fill(Endpoint database, int tables) {
    for (int first = 1; first <= tables; first += TABLES_PER_STATEMENT) {
      TestSql.run(
          database,
          """
          DO $$ BEGIN FOR i IN %d..%d LOOP
            EXECUTE format('CREATE TABLE public.t%%s (id bigint PRIMARY KEY, a integer NOT NULL
              DEFAULT 1, b text, c timestamptz CHECK (c > ''2000-01-01''))', i);
            EXECUTE format('CREATE INDEX ON public.t%%s (a)', i);
            EXECUTE format('CREATE INDEX ON public.t%%s (b, c)', i);
            EXECUTE format('CREATE INDEX ON public.t%%s (lower(b)) WHERE a > 0', i);
          END LOOP; END $$
          """
              .formatted(first, first + TABLES_PER_STATEMENT - 1));
    }
  }

  private static CatalogModel read(Endpoint database, AtomicInteger statements)
      throws SQLException {
    try (Connection connection = Connections.open(database, "test")) {
      return CatalogReader.read(counting(Connection.class, connection, statements));
    }
  }

  /** The same object, but each statement it runs is counted. */
  private static <T> T counting(Class<T> type, T real, AtomicInteger statements) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              if (method.getName().startsWith("execute")) {
                statements.incrementAndGet();
              }
              try {
                Object result = method.invoke(real, arguments);
                return result instanceof Statement statement
                        && method.getReturnType() == Statement.class
                    ? counting(Statement.class, statement, statements)
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    return type.cast(proxy);
  }
}
