package dev.daybreak.control.fence;

import dev.daybreak.kernel.Names;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The SQL of {@link DatabaseFence}. Pure but for {@link #strings}. */
final class FenceSql {
  static final String TABLES =
      """
      SELECT format('ONLY %I.%I', n.nspname, c.relname)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('information_schema', 'daybreak')
        AND n.nspname !~ '^pg_' ORDER BY c.oid
      """;

  static final String PREPARED =
      "SELECT quote_ident(gid) || ' of ' || owner FROM pg_prepared_xacts"
          + " WHERE database = current_database()";

  /** Who may connect, without superusers and ourselves, whom no revocation binds. */
  static final String CONNECT_GRANTEES =
      """
      SELECT DISTINCT CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(r.rolname) END
      FROM pg_database d
      CROSS JOIN LATERAL aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
      LEFT JOIN pg_roles r ON r.oid = a.grantee
      WHERE d.datname = current_database() AND a.privilege_type = 'CONNECT'
        AND (a.grantee = 0 OR NOT r.rolsuper AND r.rolname <> current_user)
      """;

  private static final String FOREIGN =
      """
      FROM pg_stat_activity
      WHERE datname = current_database() AND backend_type = 'client backend'
        AND pid <> pg_backend_pid() AND application_name NOT LIKE 'daybreak%'
      """;

  /** Sessions in the middle of something. */
  static final String BUSY = "SELECT pid::text " + FOREIGN + " AND state <> 'idle'";

  /** All sessions. */
  static final String PIDS = "SELECT pid::text " + FOREIGN;

  /** Ends one session if it is still the same one; says whose it was. */
  static final String END =
      """
      SELECT pid || ': ' || usename || ' from ' || coalesce(host(client_addr), 'local') || ' as '
        || quote_literal(application_name) || ', last query '
        || round(extract(epoch FROM clock_timestamp() - coalesce(query_start, backend_start)))
        || ' s ago', pg_terminate_backend(pid)
      FROM pg_stat_activity WHERE pid = ? AND backend_start::text = ?
      """;

  private FenceSql() {}

  /** When each session that is not Daybreak's began, by process id. */
  static Map<Integer, String> sessions(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT pid, backend_start::text " + FOREIGN)) {
      Map<Integer, String> sessions = new TreeMap<>();
      while (result.next()) {
        sessions.put(result.getInt(1), result.getString(2));
      }
      return sessions;
    }
  }

  static String readOnly(String database) {
    return "ALTER DATABASE " + Names.quote(database) + " SET default_transaction_read_only = on";
  }

  static String readWrite(String database) {
    return "ALTER DATABASE " + Names.quote(database) + " RESET default_transaction_read_only";
  }

  static String grantConnect(String database, String grantee) {
    return "GRANT CONNECT ON DATABASE " + Names.quote(database) + " TO " + grantee;
  }

  static String revokeConnect(String database, String grantee) {
    return "REVOKE CONNECT ON DATABASE " + Names.quote(database) + " FROM " + grantee;
  }

  static String terminate(Set<Integer> spare) {
    return "SELECT pg_terminate_backend(pid) " + FOREIGN + without(spare);
  }

  static String terminate(List<String> pids) {
    return "SELECT pg_terminate_backend(pid) "
        + FOREIGN
        + " AND pid IN ("
        + String.join(", ", pids)
        + ")";
  }

  static String foreigners(Set<Integer> spare) {
    return "SELECT pid || ': ' || usename || ' from ' || coalesce(host(client_addr), 'local')"
        + " || ' as ' || quote_literal(application_name) || ' since '"
        + " || to_char(backend_start, 'YYYY-MM-DD HH24:MI:SS TZ') "
        + FOREIGN
        + without(spare);
  }

  private static String without(Set<Integer> spare) {
    return spare.isEmpty()
        ? ""
        : " AND pid NOT IN ("
            + spare.stream().sorted().map(String::valueOf).collect(Collectors.joining(", "))
            + ")";
  }

  /** The first column of every row. */
  static List<String> strings(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (result.next()) {
        values.add(result.getString(1));
      }
      return values;
    }
  }
}
