package dev.daybreak.schema.login;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.postgres.Connections;
import dev.daybreak.postgres.ServerErrors;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Tells whether anything changed that rights of logins hang on and that no schema holds. */
public final class LoginDigest {
  private static final String SQL =
      """
      SELECT md5(string_agg(line, E'\\n' ORDER BY line)) FROM (
        SELECT 'role ' || to_jsonb(r)::text AS line FROM pg_catalog.pg_roles r
        UNION ALL SELECT 'membership ' || to_jsonb(m)::text FROM pg_catalog.pg_auth_members m
        UNION ALL SELECT 'database ' || d.datdba || coalesce(d.datacl::text, '')
        FROM pg_catalog.pg_database d WHERE d.datname = current_database()
        UNION ALL SELECT 'setting ' || to_jsonb(s)::text FROM pg_catalog.pg_db_role_setting s
        WHERE s.setdatabase IN (0, (SELECT d.oid FROM pg_catalog.pg_database d
          WHERE d.datname = current_database()))) AS all_lines
      """;

  private LoginDigest() {}

  /** The digest of one database as it is now. */
  public static String of(Endpoint endpoint) {
    try (Connection connection = Connections.open(endpoint, "logins");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SQL)) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw ServerErrors.translate(Side.SOURCE, "cannot read the roles of " + endpoint, e);
    }
  }
}
