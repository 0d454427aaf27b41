package dev.daybreak.schema.login;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.stage.Login;
import dev.daybreak.postgres.Connections;
import dev.daybreak.postgres.ServerErrors;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A session of an application's login, opened as the application opens it: with the settings that
 * the server gives it and none of ours. What it sees of itself is kept, never what it reads.
 */
final class Visit {
  /** What it is found by when a session of a login cannot be had. */
  static final String REFUSED = "SCH-LOGIN-REFUSED";

  /** What it is found by when sessions of a login differ. */
  static final String SESSION = "SCH-LOGIN-SESSION";

  private static final String TOO_MANY = "53300";

  /** What the driver or the migration itself sets. */
  private static final Set<String> OURS =
      Set.of(
          "application_name",
          "client_encoding",
          "datestyle",
          "default_transaction_read_only",
          "extra_float_digits",
          "timezone");

  private static final String NAMES =
      "SELECT DISTINCT split_part(c.entry, '=', 1) FROM pg_catalog.pg_db_role_setting x"
          + " CROSS JOIN LATERAL unnest(x.setconfig) AS c(entry)"
          + " WHERE x.setdatabase IN (0, (SELECT d.oid FROM pg_catalog.pg_database d"
          + " WHERE d.datname = current_database()))"
          + " AND x.setrole IN (0, (SELECT r.oid FROM pg_catalog.pg_roles r"
          + " WHERE r.rolname = session_user))";

  private static final String SEES =
      "SELECT 'acts as' AS name, current_user::text AS value"
          + " UNION ALL SELECT 'finds names in',"
          + " array_to_string(pg_catalog.current_schemas(false), ', ')"
          + " UNION ALL SELECT 'may become', (SELECT string_agg(r.rolname, ', ' ORDER BY r.rolname)"
          + " FROM pg_catalog.pg_roles r WHERE r.rolname = ANY (?)"
          + " AND pg_catalog.pg_has_role(session_user, r.oid, 'MEMBER'))"
          + " UNION ALL SELECT 'setting ' || s.name, CASE WHEN p.name IS NOT NULL THEN p.setting"
          + " WHEN strpos(s.name, '.') > 0 THEN current_setting(s.name, true) END"
          + " FROM unnest(?) AS s(name) LEFT JOIN pg_catalog.pg_settings p"
          + " ON lower(p.name) = lower(s.name)";

  private final Connection session;

  private Visit(Connection session) {
    this.session = session;
  }

  /** Opens a session on each side; a login that is refused is a remark, not an error. */
  static void both(Pairing pairing, Login login, List<Doubt> doubts, List<Remark> remarks) {
    try (Connection source = open(pairing.source(), Side.SOURCE, login, remarks);
        Connection target = open(pairing.target(), Side.TARGET, login, remarks)) {
      if (source != null && target != null) {
        new Visit(source).compare(new Visit(target), login.user(), doubts, remarks);
      }
    } catch (SQLException e) {
      throw ServerErrors.translate(
          Side.TARGET, "cannot look at sessions of the login " + login.user(), e);
    }
  }

  private static @Nullable Connection open(
      Endpoint endpoint, Side side, Login login, List<Remark> remarks) {
    Endpoint own = endpoint.withLogin(login.user(), login.password());
    try {
      return Connections.openPlain(own, "login");
    } catch (SQLException e) {
      MigrationException error = ServerErrors.translate(side, "cannot connect to " + own, e);
      boolean busy = TOO_MANY.equals(e.getSQLState());
      if (!busy && error.code().retrySafe()) {
        throw error;
      }
      Finding finding =
          new Finding(
              REFUSED,
              busy ? Severity.WARNING : Severity.BLOCKER,
              ObjectId.of(Kind.ROLE, "", login.user()).toString(),
              "it cannot connect to " + own + ": " + ServerErrors.text(e),
              "Check its password here, on the source and on the target, LOGIN, VALID UNTIL, the"
                  + " right to CONNECT and pg_hba.conf.");
      remarks.add(new Remark(login.user(), finding, ""));
      return null;
    }
  }

  private void compare(Visit target, String login, List<Doubt> doubts, List<Remark> remarks)
      throws SQLException {
    Set<String> names = new TreeSet<>(settings());
    names.addAll(target.settings());
    names.removeIf(name -> OURS.contains(name.toLowerCase(java.util.Locale.ROOT)));
    Set<String> roles = new TreeSet<>(column("SELECT rolname FROM pg_catalog.pg_roles"));
    roles.retainAll(target.column("SELECT rolname FROM pg_catalog.pg_roles"));
    Map<String, String> before = sees(roles, names);
    Map<String, String> after = target.sees(roles, names);
    before.forEach((what, value) -> remark(login, what, value, after.get(what), remarks));
    String actor = before.get("acts as");
    if (actor != null && actor.equals(after.get("acts as"))) {
      doubts.addAll(Proof.compare(answers(actor), target.answers(actor), List.of(actor), true));
    }
  }

  private static void remark(
      String login, String what, String value, @Nullable String there, List<Remark> remarks) {
    if (!value.equals(there)) {
      Finding finding =
          new Finding(
              SESSION,
              Severity.BLOCKER,
              ObjectId.of(Kind.ROLE, "", login).toString(),
              "in its session, '" + what + "' is " + difference(what, value, String.valueOf(there)),
              "Set it on the target with ALTER ROLE, ALTER DATABASE or GRANT as on the source.");
      String setting = what.startsWith("setting ") ? what.substring("setting ".length()) : "";
      remarks.add(new Remark(login, finding, setting));
    }
  }

  /** The values of an application's own settings may be anybody's business. */
  private static String difference(String what, String value, String there) {
    return what.indexOf('.') > 0
        ? "another on the target than on the source"
        : "«" + value + "» on the source but «" + there + "» on the target";
  }

  private List<String> settings() throws SQLException {
    return column(NAMES);
  }

  private List<String> column(String sql) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (row.next()) {
        values.add(row.getString(1));
      }
      return values;
    }
  }

  private Map<String, String> sees(Set<String> roles, Set<String> settings) throws SQLException {
    try (PreparedStatement statement = session.prepareStatement(SEES)) {
      statement.setArray(1, session.createArrayOf("text", roles.toArray()));
      statement.setArray(2, session.createArrayOf("text", settings.toArray()));
      Map<String, String> seen = new TreeMap<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          String value = row.getString(2);
          seen.put(row.getString(1), value == null ? "" : value);
        }
      }
      return seen;
    }
  }

  private Answers answers(String actor) throws SQLException {
    try (Statement statement = session.createStatement()) {
      statement.execute("SET search_path = pg_catalog");
    }
    return Answers.read(session, List.of(actor));
  }
}
