package dev.daybreak.e2e.journey;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import java.util.List;

/** A small database with awkward tables, for traps that need no fleet. */
public final class Shop {
  /** Everything that Daybreak could leave behind in a database, one line each. */
  private static final String LEFT_BEHIND =
      """
      SELECT 'publication ' || pubname FROM pg_publication
      UNION ALL SELECT 'slot ' || slot_name FROM pg_replication_slots
        WHERE database = current_database()
      UNION ALL SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname = 'daybreak'
      UNION ALL SELECT 'identity of ' || oid::regclass FROM pg_class
        WHERE relkind = 'r' AND relreplident <> 'd' AND relnamespace = 'public'::regnamespace
      ORDER BY 1""";

  private static final String READ_ONLY =
      """
      SELECT 'setting ' || unnest(setconfig) FROM pg_db_role_setting
      WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())""";

  private static final String OBJECTS =
      """
      SELECT relkind::text || ' ' || oid::regclass FROM pg_class
      WHERE relnamespace NOT IN (SELECT oid FROM pg_namespace
        WHERE nspname ~ '^pg_' OR nspname = 'information_schema') ORDER BY 1""";

  private Shop() {}

  /** A fresh database with its tables and rows. */
  public static Endpoint create(ServerRelease release) {
    Endpoint shop = TestServers.database(release, "shop");
    TestSql.run(
        shop,
        """
        CREATE TABLE public."Kunde" (
          id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "Name é" text NOT NULL, note text,
          visits bigint NOT NULL DEFAULT 0)""",
        """
        INSERT INTO public."Kunde" ("Name é", note)
          SELECT 'Kunde ' || i, CASE i % 3 WHEN 0 THEN '' WHEN 1 THEN 'x' END
          FROM generate_series(1, 300) i""",
        """
        CREATE TABLE public.line (
          customer int REFERENCES public."Kunde", nr int, price numeric, bulk text,
          PRIMARY KEY (customer, nr))""",
        """
        INSERT INTO public.line
          SELECT 1 + i % 300, i, CASE WHEN i % 50 = 0 THEN 'NaN' ELSE i / 7.0 END,
            CASE WHEN i % 100 = 0 THEN repeat(md5(i::text), 300) END
          FROM generate_series(1, 5000) i""",
        "CREATE TABLE public.happened (what text, at timestamptz DEFAULT now(), seen int)",
        "INSERT INTO public.happened (what, at, seen) VALUES ('start', 'infinity', 0)");
    return shop;
  }

  /** What of Daybreak's is still in a database; empty when all is gone. */
  public static List<String> leftBehind(Endpoint endpoint) {
    return TestSql.rows(endpoint, LEFT_BEHIND);
  }

  /** Settings of the database, such as the fence's. */
  public static List<String> settings(Endpoint endpoint) {
    return TestSql.rows(endpoint, READ_ONLY);
  }

  /** All relations of users. */
  public static List<String> objects(Endpoint endpoint) {
    return TestSql.rows(endpoint, OBJECTS);
  }
}
