package dev.daybreak.preflight;

import static dev.daybreak.kernel.finding.Severity.BLOCKER;
import static dev.daybreak.kernel.finding.Severity.WARNING;
import static dev.daybreak.kernel.route.Side.SOURCE;

import dev.daybreak.kernel.finding.Severity;
import java.util.List;

/** Rules about who works with the source right now, and how. */
final class ActivityRules {
  /** Client sessions of this database that are not Daybreak's own. */
  private static final String CLIENTS =
      """
      WITH client AS (
        SELECT a.*, r.rolsuper, coalesce(host(a.client_addr), 'local socket') AS address,
               pid = ANY (string_to_array(current_setting('daybreak.proxy_pids'), ',')::int[])
                 AS proxied
        FROM pg_stat_activity a LEFT JOIN pg_roles r ON r.oid = a.usesysid
        WHERE a.datname = current_database() AND a.backend_type = 'client backend'
          AND coalesce(a.application_name, '') !~ '^daybreak')
      """;

  private ActivityRules() {}

  static List<Rule> rules(PreflightOptions options) {
    return List.of(
        bypass(),
        superuser(),
        longTransaction(options.longTransaction().toSeconds()),
        preparedHere(),
        preparedElsewhere(),
        advisoryLock(),
        temporaryTable());
  }

  private static QueryRule bypass() {
    String sql =
        CLIENTS
            + """
            SELECT 'client ' || quote_ident(usename) || ' at ' || address,
                   count(*) || ' session(s), application '
                     || coalesce(nullif(application_name, ''), '(unnamed)')
                     || ', ' || coalesce(state, 'state unknown') || ' for up to '
                     || coalesce(extract(epoch FROM max(clock_timestamp() - state_change)), 0)::int
                     || ' s'
            FROM client WHERE NOT proxied
            GROUP BY usename, address, application_name, state
            """;
    return rule(
        WARNING,
        "PRE-CLIENT-BYPASS",
        "a client reaches the source without the proxy",
        sql,
        "Point it at the proxy. Whoever still bypasses the proxy at the cutover is disconnected.");
  }

  private static QueryRule superuser() {
    String sql =
        CLIENTS
            + """
            SELECT 'role ' || quote_ident(usename),
                   count(*) || ' session(s) as superuser, application '
                     || coalesce(nullif(application_name, ''), '(unnamed)')
            FROM client WHERE rolsuper
            GROUP BY usename, application_name
            """;
    return rule(
        WARNING,
        "PRE-CLIENT-SUPERUSER",
        "an application logs in as superuser",
        sql,
        "Give the application an ordinary role: a superuser can write past the fence.");
  }

  private static QueryRule longTransaction(long seconds) {
    String sql =
        """
        SELECT 'session ' || pid || ' of ' || coalesce(quote_ident(usename), '(unknown)')
                 || ' in ' || coalesce(quote_ident(datname), '(no database)'),
               'in a transaction for '
                 || extract(epoch FROM clock_timestamp() - xact_start)::bigint || ' s, application '
                 || coalesce(nullif(application_name, ''), '(unnamed)')
        FROM pg_stat_activity
        WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
          AND coalesce(application_name, '') !~ '^daybreak'
          AND xact_start < clock_timestamp() - make_interval(secs => %d)
        """
            .formatted(seconds);
    return rule(
        WARNING,
        "PRE-LONG-TRANSACTION",
        "a transaction has been open for long",
        sql,
        "Commit or end it: making a slot waits for every open transaction of the server, and the"
            + " cutover's drain for those of the database.");
  }

  private static QueryRule preparedHere() {
    return rule(
        BLOCKER,
        "PRE-PREPARED",
        "a prepared transaction is open",
        """
        SELECT 'prepared transaction ' || quote_literal(gid),
               'of ' || quote_ident(owner) || ', prepared ' || prepared
        FROM pg_prepared_xacts WHERE database = current_database()
        """,
        "COMMIT PREPARED or ROLLBACK PREPARED it: it can commit past the fence.");
  }

  private static QueryRule preparedElsewhere() {
    return rule(
        WARNING,
        "PRE-PREPARED-ELSEWHERE",
        "a prepared transaction is open in another database of the server",
        """
        SELECT 'prepared transaction ' || quote_literal(gid), 'in ' || quote_ident(database)
        FROM pg_prepared_xacts WHERE database <> current_database()
        """,
        "End it: making a replication slot waits for every transaction of the server.");
  }

  private static QueryRule advisoryLock() {
    String sql =
        CLIENTS
            + """
            SELECT 'client ' || quote_ident(c.usename) || ' at ' || c.address,
                   'holds ' || count(*) || ' advisory lock(s), application '
                     || coalesce(nullif(c.application_name, ''), '(unnamed)')
            FROM client c JOIN pg_locks l ON l.pid = c.pid
            WHERE l.locktype = 'advisory' AND l.granted
            GROUP BY c.usename, c.address, c.application_name
            """;
    return rule(
        WARNING,
        "PRE-ADVISORY-LOCK",
        "a session holds advisory locks, which cannot move",
        sql,
        "Sessions that hold one at the cutover abort it: have them release it, or plan a moment"
            + " without.");
  }

  private static QueryRule temporaryTable() {
    return rule(
        WARNING,
        "PRE-TEMPORARY-TABLE",
        "a session has temporary tables, which cannot move",
        """
        SELECT 'schema ' || n.nspname, count(*) || ' temporary table(s)'
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relpersistence = 't' AND c.relkind = 'r' AND n.nspname ~ '^pg_temp_'
        GROUP BY n.nspname
        """,
        "Sessions that have one at the cutover abort it: have them drop it, or plan a moment"
            + " without.");
  }

  private static QueryRule rule(
      Severity severity, String id, String title, String sql, String remedy) {
    return new QueryRule(id, SOURCE, severity, title, sql, remedy);
  }
}
