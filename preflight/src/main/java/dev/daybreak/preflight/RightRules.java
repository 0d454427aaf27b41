package dev.daybreak.preflight;

import static dev.daybreak.kernel.finding.Severity.BLOCKER;
import static dev.daybreak.kernel.route.Side.SOURCE;
import static dev.daybreak.kernel.route.Side.TARGET;

import dev.daybreak.kernel.route.Side;
import java.util.List;

/**
 * Rules about what Daybreak's own logins may do. A superuser, or a member of the managed services'
 * {@code rds_superuser}, passes; of any other login each missing right is named.
 */
final class RightRules {
  private static final String SUPERUSER =
      """
      (EXISTS (SELECT FROM pg_roles WHERE rolname = current_user AND rolsuper)
       OR EXISTS (SELECT FROM pg_roles g WHERE g.rolname = 'rds_superuser'
                  AND pg_has_role(current_user, g.oid, 'MEMBER')))
      """;
  private static final String LOGIN =
      "current_setting('daybreak.side') || ' role ' || quote_ident(current_user)";

  private RightRules() {}

  static List<Rule> rules() {
    QueryRule publication = publication();
    QueryRule replication = replication();
    return List.of(
        publication,
        publication.onTarget(),
        replication,
        replication.onTarget(),
        read(),
        rowSecurity(),
        owner(),
        fence(),
        fence().onTarget(),
        create(),
        replicaRole());
  }

  private static QueryRule publication() {
    String sql =
        "SELECT %s, 'may not create a publication FOR ALL TABLES' WHERE NOT %s"
            .formatted(LOGIN, SUPERUSER);
    return rule(
        SOURCE,
        "PRE-RIGHT-PUBLICATION",
        "the login may not publish all tables",
        sql,
        "Use a superuser login: a publication of all tables needs one. The target publishes too,"
            + " for the reverse stream.");
  }

  private static QueryRule replication() {
    String sql =
        """
        SELECT %s, 'lacks REPLICATION' FROM pg_roles
        WHERE rolname = current_user AND NOT rolreplication AND NOT %s
        """
            .formatted(LOGIN, SUPERUSER);
    return rule(
        SOURCE,
        "PRE-RIGHT-REPLICATION",
        "the login may not open a replication connection",
        sql,
        "ALTER ROLE … REPLICATION, as a superuser.");
  }

  private static QueryRule read() {
    String sql =
        UserObjects.CLASSES
            + """
            SELECT c.name, 'may not be read by ' || quote_ident(current_user)
            FROM user_class c
            WHERE c.relkind IN ('r', 'S')
              AND NOT (has_schema_privilege(c.relnamespace, 'USAGE')
                       AND CASE c.relkind WHEN 'S' THEN has_sequence_privilege(c.oid, 'SELECT')
                           ELSE has_table_privilege(c.oid, 'SELECT') END)
            """;
    return rule(
        SOURCE,
        "PRE-RIGHT-READ",
        "the login may not read a table or a sequence",
        sql,
        "GRANT USAGE on the schema and SELECT on the table or sequence to the login.");
  }

  private static QueryRule rowSecurity() {
    String sql =
        UserObjects.CLASSES
            + """
            SELECT c.name, 'has row security, which hides rows from ' || quote_ident(current_user)
            FROM user_class c
            WHERE c.relkind IN ('r', 'p') AND row_security_active(c.oid)
            """;
    return rule(
        SOURCE,
        "PRE-RIGHT-ROWS",
        "row security would hide rows from the copy",
        sql,
        "ALTER ROLE … BYPASSRLS for the login: a copy under row security loses rows silently.");
  }

  private static QueryRule owner() {
    String sql =
        UserObjects.CLASSES
            + """
            SELECT c.name, 'needs REPLICA IDENTITY FULL and is not owned by '
                           || quote_ident(current_user)
            FROM user_class c
            WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND NOT %s
              AND NOT pg_has_role(current_user, c.relowner, 'USAGE')
            """
                .formatted(UserObjects.HAS_IDENTITY);
    return rule(
        SOURCE,
        "PRE-RIGHT-OWNER",
        "the login may not change a table that has no key",
        sql,
        "Make the login a member of the owner, or set REPLICA IDENTITY FULL yourself.");
  }

  private static QueryRule fence() {
    String sql =
        """
        SELECT %s, 'may not ALTER DATABASE ' || quote_ident(datname) FROM pg_database
        WHERE datname = current_database()
          AND NOT pg_has_role(current_user, datdba, 'USAGE') AND NOT %s
        """
            .formatted(LOGIN, SUPERUSER);
    return rule(
        SOURCE,
        "PRE-RIGHT-FENCE",
        "the login may not fence the database",
        sql,
        "Make the login the database's owner or a member of it: the fence is a setting of the"
            + " database.");
  }

  private static QueryRule create() {
    String sql =
        """
        SELECT %s, 'may not create schemas in ' || quote_ident(current_database())
        WHERE NOT has_database_privilege(current_database(), 'CREATE')
        """
            .formatted(LOGIN);
    return rule(
        TARGET,
        "PRE-RIGHT-CREATE",
        "the login may not create schemas on the target",
        sql,
        "GRANT CREATE ON DATABASE … to the login.");
  }

  private static QueryRule replicaRole() {
    String sql =
        """
        SELECT %s, 'may not set session_replication_role'
        WHERE NOT has_parameter_privilege('session_replication_role', 'SET')
        """
            .formatted(LOGIN);
    return rule(
        TARGET,
        "PRE-RIGHT-APPLY",
        "the login may not apply changes without firing triggers",
        sql,
        "GRANT SET ON PARAMETER session_replication_role TO …, as a superuser.");
  }

  private static QueryRule rule(Side side, String id, String title, String sql, String remedy) {
    return new QueryRule(id, side, BLOCKER, title, sql, remedy);
  }
}
