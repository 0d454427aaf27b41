package dev.daybreak.proxy.state;

import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.route.Unmovable;
import dev.daybreak.proxy.sql.SqlTexts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A server session's state as the server itself tells it, and the SQL that makes another session
 * alike. Text is one char per byte, in the session's encoding.
 *
 * @param settings values set in the session that the server itself knows
 * @param customs values of settings that only the client knows, such as {@code my.tenant}
 * @param readOnly what {@code default_transaction_read_only} shall be again, {@code on} or {@code
 *     off}: never a fence's value
 * @param fenced whether its present value comes from the database or the server, not from a client
 * @param sessionUser {@code session_user}
 * @param role {@code role}; {@code none} for none
 * @param channels LISTEN
 * @param prepares texts of SQL PREPAREs
 * @param unmovable reasons why it cannot move
 */
public record Snapshot(
    Map<String, String> settings,
    Map<String, String> customs,
    String readOnly,
    boolean fenced,
    String sessionUser,
    String role,
    List<String> channels,
    List<String> prepares,
    Set<String> unmovable) {

  /** Makes the session read-only from its next transaction on. */
  public static final String FREEZE = "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY";

  private static final String READ_ONLY = "read-only:";
  private static final Set<String> CLIENTS_OWN =
      Set.of("session", "client", "user", "database user");

  private static final String CHANGED =
      """
      SELECT CASE name WHEN 'default_transaction_read_only' THEN 'read-only:' || source
          ELSE 'setting' END::pg_catalog.text, name::pg_catalog.text, setting::pg_catalog.text
        FROM pg_catalog.pg_settings
       WHERE source = 'session' AND name NOT IN ('transaction_read_only',
           'transaction_isolation', 'transaction_deferrable', 'seed')
         OR name = 'default_transaction_read_only';
      """;

  // Several small statements: planning them as one UNION costs more than running them.
  private static final String REST =
      """
      SELECT 'user', session_user::pg_catalog.text, pg_catalog.current_setting('role');
      SELECT 'channel', c, '' FROM pg_catalog.pg_listening_channels() AS c;
      SELECT 'prepare', name, statement FROM pg_catalog.pg_prepared_statements WHERE from_sql;
      SELECT 'unmovable', CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_locks
          WHERE locktype = 'advisory' AND pid = pg_catalog.pg_backend_pid())
          THEN 'session advisory lock' ELSE '' END,
        CASE WHEN pg_catalog.pg_my_temp_schema() <> 0 AND EXISTS (SELECT FROM pg_catalog.pg_class
          WHERE relnamespace = pg_catalog.pg_my_temp_schema()) THEN 'temporary table' ELSE '' END,
        CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_cursors WHERE is_holdable)
          THEN 'WITH HOLD cursor' ELSE '' END
      """;

  /** Reads everything; {@link #of} takes its rows. Begins with {@link SettingsDigest#QUERY}. */
  public static String query(Set<String> customSettings) {
    return SettingsDigest.QUERY + CHANGED + REST + customs(customSettings);
  }

  /**
   * Reads everything but the settings that a server knows, for a session where {@link
   * SettingsDigest} tells that these have not changed; {@link #refreshed} takes its rows. A third
   * of the other's cost.
   */
  public static String refreshQuery(Set<String> customSettings) {
    return SettingsDigest.QUERY + REST + customs(customSettings);
  }

  private static String customs(Set<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    String values =
        names.stream()
            .map(name -> "(" + Names.literal(name) + ")")
            .collect(Collectors.joining(", "));
    return "; SELECT 'custom', n, v FROM (VALUES "
        + values
        + ") AS names(n), LATERAL (SELECT pg_catalog.current_setting(n, true)) AS value(v)"
        + " WHERE v IS NOT NULL";
  }

  /** Reads what {@link #query} gave. */
  public static Snapshot of(List<List<String>> rows) {
    Map<String, String> settings = new LinkedHashMap<>();
    String value = "off";
    String source = "default";
    for (List<String> row : rows) {
      String kind = row.get(0);
      if (kind.startsWith(READ_ONLY)) {
        value = row.get(2);
        source = kind.substring(READ_ONLY.length());
      } else if (kind.equals("setting")) {
        settings.put(row.get(1), row.get(2));
      }
    }
    boolean own = CLIENTS_OWN.contains(source);
    boolean fenced = value.equals("on") && !own;
    return new Snapshot(
            settings,
            Map.of(),
            own ? value : "off",
            fenced,
            "",
            "none",
            List.of(),
            List.of(),
            Set.of())
        .refreshed(rows);
  }

  /** The same settings, and what {@link #refreshQuery} gave. */
  public Snapshot refreshed(List<List<String>> rows) {
    Map<String, String> read = new LinkedHashMap<>();
    List<String> listens = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    Set<String> reasons = new LinkedHashSet<>();
    String[] user = {"", "none"};
    for (List<String> row : rows) {
      String name = row.get(1);
      String value = row.get(2);
      switch (row.get(0)) {
        case "custom" -> read.put(name, value);
        case "channel" -> listens.add(name);
        case "prepare" -> prepare(value, texts, reasons);
        case "unmovable" ->
            row.stream().skip(1).filter(reason -> !reason.isEmpty()).forEach(reasons::add);
        case "user" -> {
          user[0] = name;
          user[1] = value;
        }
        default -> {
          // Settings, which stay.
        }
      }
    }
    return new Snapshot(
        settings, read, readOnly, fenced, user[0], user[1], listens, texts, reasons);
  }

  /**
   * The server keeps the whole text that held a PREPARE; only one that stands alone is repeated.
   */
  private static void prepare(String text, List<String> prepares, Set<String> unmovable) {
    if (SqlTexts.isOnePrepare(text)) {
      prepares.add(text);
    } else {
      unmovable.add(Unmovable.PREPARE);
    }
  }

  /** The same with another value for {@link #readOnly}: ours hides the client's. */
  public Snapshot withReadOnly(String value) {
    return new Snapshot(
        settings, customs, value, fenced, sessionUser, role, channels, prepares, unmovable);
  }

  /** Ends what {@link #FREEZE} began. */
  public String thaw() {
    return "SET default_transaction_read_only = " + readOnly;
  }

  /** Sets the client's encoding, before any other text is sent; empty when it never changed. */
  public String restoreEncoding() {
    String encoding = settings.get("client_encoding");
    return encoding == null ? "" : "SET client_encoding = " + Names.literal(encoding);
  }

  /** Everything but encoding and SQL PREPAREs, in one simple query. */
  public String restore(String loginUser) {
    StringBuilder sql = new StringBuilder(thaw());
    Map<String, String> values = new LinkedHashMap<>(settings);
    values.putAll(customs);
    values.forEach(
        (name, value) ->
            sql.append("; SELECT pg_catalog.set_config(")
                .append(Names.literal(name))
                .append(", ")
                .append(Names.literal(value))
                .append(", false)"));
    channels.forEach(channel -> sql.append("; LISTEN ").append(Names.quote(channel)));
    if (!sessionUser.equals(loginUser)) {
      sql.append("; SET SESSION AUTHORIZATION ").append(Names.quote(sessionUser));
    }
    if (!role.equals("none")) {
      sql.append("; SET ROLE ").append(Names.quote(role));
    }
    return sql.toString();
  }
}
