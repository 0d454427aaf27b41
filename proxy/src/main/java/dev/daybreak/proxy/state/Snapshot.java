package dev.daybreak.proxy.state;

import dev.daybreak.kernel.Names;
import dev.daybreak.proxy.sql.SqlTexts;
import dev.daybreak.proxy.sql.Unmovable;
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
 * @param settings values set in the session, custom ones included
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

  private static final String QUERY =
      """
      SELECT CASE name WHEN 'default_transaction_read_only' THEN 'read-only:' || source
          ELSE 'setting' END::pg_catalog.text, name::pg_catalog.text, setting::pg_catalog.text
        FROM pg_catalog.pg_settings
       WHERE source = 'session' AND name NOT IN ('transaction_read_only',
           'transaction_isolation', 'transaction_deferrable', 'seed')
         OR name = 'default_transaction_read_only'
      UNION ALL SELECT 'user', session_user::pg_catalog.text, pg_catalog.current_setting('role')
      UNION ALL SELECT 'channel', c, '' FROM pg_catalog.pg_listening_channels() AS c
      UNION ALL SELECT 'prepare', name, statement FROM pg_catalog.pg_prepared_statements
       WHERE from_sql
      UNION ALL SELECT 'unmovable', 'session advisory lock', ''
       WHERE EXISTS (SELECT FROM pg_catalog.pg_locks
         WHERE locktype = 'advisory' AND pid = pg_catalog.pg_backend_pid())
      UNION ALL SELECT 'unmovable', 'temporary table', ''
       WHERE EXISTS (SELECT FROM pg_catalog.pg_class
         WHERE relnamespace = pg_catalog.pg_my_temp_schema())
      UNION ALL SELECT 'unmovable', 'WITH HOLD cursor', ''
       WHERE EXISTS (SELECT FROM pg_catalog.pg_cursors WHERE is_holdable)
      """;

  /** The query whose rows {@link #of} reads; no semicolon ends it. */
  public static String query(Set<String> customSettings) {
    if (customSettings.isEmpty()) {
      return QUERY;
    }
    String names =
        customSettings.stream()
            .map(name -> "(" + Names.literal(name) + ")")
            .collect(Collectors.joining(", "));
    return QUERY
        + "UNION ALL SELECT 'setting', n, v FROM (VALUES "
        + names
        + ") AS names(n), LATERAL (SELECT pg_catalog.current_setting(n, true)) AS value(v)"
        + " WHERE v IS NOT NULL";
  }

  /** Reads what {@link #query} gave. */
  public static Snapshot of(List<List<String>> rows) {
    Map<String, String> settings = new LinkedHashMap<>();
    List<String> channels = new ArrayList<>();
    List<String> prepares = new ArrayList<>();
    Set<String> unmovable = new LinkedHashSet<>();
    String[] single = {"off", "default", "", "none"};
    for (List<String> row : rows) {
      String kind = row.get(0);
      String name = row.get(1);
      String value = row.get(2);
      if (kind.startsWith(READ_ONLY)) {
        single[0] = value;
        single[1] = kind.substring(READ_ONLY.length());
        continue;
      }
      switch (kind) {
        case "setting" -> settings.put(name, value);
        case "channel" -> channels.add(name);
        case "prepare" -> prepare(value, prepares, unmovable);
        case "unmovable" -> unmovable.add(name);
        default -> {
          single[2] = name;
          single[3] = value;
        }
      }
    }
    boolean own = CLIENTS_OWN.contains(single[1]);
    boolean fenced = single[0].equals("on") && !own;
    return new Snapshot(
        settings,
        own ? single[0] : "off",
        fenced,
        single[2],
        single[3],
        channels,
        prepares,
        unmovable);
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
    return new Snapshot(settings, value, fenced, sessionUser, role, channels, prepares, unmovable);
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
    settings.forEach(
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
