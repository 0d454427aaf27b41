package dev.daybreak.load;

import dev.daybreak.kernel.TableId;
import dev.daybreak.postgres.ServerFacts;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads which tables are to be copied. Stateless. */
final class SourceTables {
  private static final int RANGES_SINCE = 14;

  /**
   * OIDs of types whose binary form is the same in every release since 14: booleans, numbers, text,
   * dates and times, uuid, bytea, json, network addresses, bit strings, and arrays of the first
   * few.
   */
  private static final String BINARY_TYPES =
      "16,17,18,19,20,21,23,25,26,114,650,700,701,774,829,869,1000,1001,1005,1007,1009,1015,1016,"
          + "1021,1022,1042,1043,1082,1083,1114,1115,1182,1184,1185,1186,1231,1266,1560,1562,1700,"
          + "2950,2951,3802";

  private static final String TABLES =
      """
      SELECT n.nspname, c.relname,
             coalesce(cols.names, '{}'), coalesce(cols.binary_safe, false),
             EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
               AND d.objid = c.oid AND d.deptype = 'e'),
             am.amname = 'heap',
             pg_relation_size(c.oid) / current_setting('block_size')::bigint,
             greatest(c.reltuples, 0)::bigint,
             coalesce(cols.signature, ''),
             config.condition
      FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_am am ON am.oid = c.relam
        LEFT JOIN LATERAL (
          SELECT array_agg(a.attname::text ORDER BY a.attnum) AS names,
                 bool_and(a.atttypid::bigint = ANY ('{%s}'::bigint[])) AS binary_safe,
                 string_agg(a.attname || ' ' || a.atttypid, ',' ORDER BY a.attname) AS signature
          FROM pg_attribute a
          WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            AND a.attgenerated = '') cols ON true
        LEFT JOIN LATERAL (
          SELECT coalesce(e.extcondition[k.nth], '') AS condition
          FROM pg_extension e, unnest(e.extconfig) WITH ORDINALITY AS k (oid, nth)
          WHERE k.oid = c.oid LIMIT 1) config ON true
      WHERE c.relkind = 'r' AND c.relpersistence IN ('p', 'u') AND c.oid >= 16384
        AND n.nspname NOT LIKE 'pg\\_%%' AND n.nspname NOT IN ('information_schema', 'daybreak')
      ORDER BY 1, 2
      """
          .formatted(BINARY_TYPES);

  private SourceTables() {}

  /** All user tables that hold rows themselves, as the connection's snapshot shows them. */
  static List<TablePlan> read(Connection source, Connection target) throws SQLException {
    boolean ranges = ServerFacts.version(source).atLeast(RANGES_SINCE);
    boolean binary = ranges && ServerFacts.version(target).atLeast(RANGES_SINCE);
    Map<TableId, String> there = TargetTables.signatures(target);
    Set<TableId> taken = TargetTables.writable(target);
    try (Statement statement = source.createStatement();
        ResultSet row = statement.executeQuery(TABLES)) {
      List<TablePlan> tables = new ArrayList<>();
      while (row.next()) {
        TableId id = new TableId(row.getString(1), row.getString(2));
        boolean sameTypes = row.getString(9).equals(there.get(id));
        boolean extension = row.getBoolean(5);
        if (!extension || taken.contains(id) || holdsUserRows(source, id, row.getString(10))) {
          tables.add(
              new TablePlan(
                  id,
                  names(row.getArray(3)),
                  binary && sameTypes && row.getBoolean(4),
                  extension,
                  ranges && row.getBoolean(6),
                  row.getLong(7),
                  row.getLong(8)));
        }
      }
      return tables;
    }
  }

  /**
   * Whether an extension's table that the target lacks, or does not let us write, holds rows that
   * the extension says are its users': without them, what the target's extension brings will do.
   *
   * @param condition which rows are, null when none
   */
  private static boolean holdsUserRows(Connection source, TableId id, @Nullable String condition)
      throws SQLException {
    if (condition == null) {
      return false;
    }
    try (Statement statement = source.createStatement()) {
      statement.setEscapeProcessing(false);
      String sql = "SELECT EXISTS (SELECT FROM ONLY " + id.sql() + " " + condition + ")";
      try (ResultSet row = statement.executeQuery(sql)) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  private static List<String> names(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }
}
