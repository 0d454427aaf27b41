package dev.daybreak.schema.dialect;

import dev.daybreak.postgres.ServerFacts;
import dev.daybreak.schema.rule.TargetFacts;
import dev.daybreak.schema.rule.TargetProfile;
import dev.daybreak.schema.rule.TargetRights;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

/** Asks a target what it is and what the login may do there. Reads only. */
public final class TargetSurvey {
  private static final int GRANTS_ARE_BY_ADMIN_SINCE = 16;
  private static final int SET_IS_GRANTED_SINCE = 15;

  private static final String SHIPPED =
      "WITH member AS (SELECT classid, objid FROM pg_depend WHERE deptype = 'e'),"
          + " mine AS (SELECT 'pg_proc'::regclass AS classid, oid FROM pg_proc"
          + " UNION ALL SELECT 'pg_class'::regclass, oid FROM pg_class"
          + " WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f'))"
          + " SELECT i.identity FROM mine m"
          + " CROSS JOIN LATERAL pg_identify_object(m.classid, m.oid, 0) i"
          + " WHERE m.oid < 16384 OR EXISTS (SELECT FROM member x"
          + " WHERE x.classid = m.classid AND x.objid = m.oid)";

  private final Connection target;
  private final int major;

  private TargetSurvey(Connection target, int major) {
    this.target = target;
    this.major = major;
  }

  /**
   * What rules have to know.
   *
   * @param profile the profile people chose, or empty to detect it
   * @param created the objects this migration has made there
   * @throws SQLException as the server says it
   */
  public static TargetFacts read(Connection target, String profile, Set<String> created)
      throws SQLException {
    TargetSurvey survey = new TargetSurvey(target, ServerFacts.version(target).major());
    return survey.facts(profile.isEmpty() ? survey.detected() : profile, created);
  }

  /** A managed server has its provider's settings or functions. */
  private String detected() throws SQLException {
    boolean aurora =
        is("SELECT EXISTS (SELECT FROM pg_catalog.pg_proc WHERE proname = 'aurora_version')");
    return aurora ? "aurora-postgresql" : "postgresql";
  }

  private TargetFacts facts(String profile, Set<String> created) throws SQLException {
    return new TargetFacts(
        column("SELECT session_user").iterator().next(),
        column("SELECT name FROM pg_available_extensions"),
        column("SELECT name FROM pg_settings"),
        column("SELECT unnest(enumvals) FROM pg_settings WHERE name = 'default_toast_compression'"),
        created,
        rights(),
        column(SHIPPED),
        TargetProfile.named(profile));
  }

  private TargetRights rights() throws SQLException {
    return new TargetRights(
        is("SELECT current_setting('is_superuser')::boolean"),
        is("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = session_user"),
        column("SELECT name FROM pg_available_extension_versions WHERE trusted"),
        column(settable()),
        column(roles("MEMBER")),
        column(roles("MEMBER WITH ADMIN OPTION")),
        is(
            "SELECT pg_has_role(datdba, 'MEMBER') FROM pg_database"
                + " WHERE datname = current_database()"));
  }

  private String settable() {
    String granted =
        major >= SET_IS_GRANTED_SINCE
            ? " OR has_parameter_privilege(name, 'SET') UNION SELECT parname"
                + " FROM pg_parameter_acl WHERE has_parameter_privilege(parname, 'SET')"
            : "";
    return "SELECT name FROM pg_settings WHERE context IN ('user', 'backend')" + granted;
  }

  /** Up to 15, whoever may create roles may also grant every role that is no superuser. */
  private String roles(String privilege) {
    String creators =
        " OR NOT rolsuper AND (SELECT rolcreaterole FROM pg_roles"
            + " WHERE rolname = session_user)";
    return "SELECT rolname FROM pg_roles WHERE pg_has_role(oid, '"
        + privilege
        + "')"
        + (major < GRANTS_ARE_BY_ADMIN_SINCE ? creators : "");
  }

  private boolean is(String sql) throws SQLException {
    return column(sql).contains("t");
  }

  private Set<String> column(String sql) throws SQLException {
    try (Statement statement = target.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      Set<String> values = new HashSet<>();
      while (row.next()) {
        values.add(row.getString(1));
      }
      return values;
    }
  }
}
