package dev.daybreak.validate.batch;

import dev.daybreak.kernel.TableId;
import dev.daybreak.validate.core.ValueForm;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads which tables hold rows, and their columns and keys, in the connection's present snapshot.
 * Partitioned parents hold none; their leaves are tables like any other.
 */
final class CatalogReader {
  private static final String USER_TABLE =
      """
      c.relkind IN ('r', 'm', 'f') AND c.relpersistence <> 't'
      AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'daybreak')
      """;
  private static final String TABLES =
      """
      SELECT c.oid, n.nspname, c.relname, c.relkind, greatest(c.reltuples, 0)::bigint AS row_count,
             e.extname, coalesce(c.oid = ANY (e.extconfig), false)
               AND has_table_privilege(c.oid, 'INSERT') AS kept
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid
                           AND d.objsubid = 0 AND d.deptype = 'e'
      LEFT JOIN pg_extension e ON e.oid = d.refobjid
      WHERE\s"""
          + USER_TABLE;
  private static final String COLUMNS =
      """
      SELECT a.attrelid, a.attname, format_type(a.atttypid, a.atttypmod) AS type,
             CASE t.typtype WHEN 'd' THEN format_type(t.typbasetype, t.typtypmod)
                            ELSE format_type(a.atttypid, a.atttypmod) END AS base,
             a.attgenerated <> '' AS generated
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = a.atttypid
      WHERE a.attnum > 0 AND NOT a.attisdropped AND\s"""
          + USER_TABLE
          + " ORDER BY a.attrelid, a.attname COLLATE \"C\"";
  private static final String KEYS =
      """
      SELECT i.indrelid, array_agg(a.attname::text ORDER BY k.ord) AS names
      FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(att, ord)
      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.att
      WHERE i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
        AND k.ord <= i.indnkeyatts AND\s"""
          + USER_TABLE
          + """
       GROUP BY i.indrelid, i.indexrelid, i.indisprimary
      HAVING i.indisprimary OR bool_and(a.attnotnull)
      ORDER BY i.indrelid, NOT i.indisprimary, i.indexrelid""";

  private final Map<Long, List<ColumnShape>> columns = new HashMap<>();
  private final Map<Long, List<String>> keys = new HashMap<>();

  private CatalogReader() {}

  /** All tables of the database that hold rows, by name. */
  static Map<TableId, TableShape> read(Connection connection) throws SQLException {
    CatalogReader reader = new CatalogReader();
    try (Statement statement = connection.createStatement()) {
      reader.readColumns(statement);
      reader.readKeys(statement);
      return reader.readTables(statement);
    }
  }

  private void readColumns(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery(COLUMNS)) {
      while (row.next()) {
        columns
            .computeIfAbsent(row.getLong("attrelid"), oid -> new ArrayList<>())
            .add(
                new ColumnShape(
                    row.getString("attname"),
                    row.getString("type"),
                    ValueForm.ofType(row.getString("base")),
                    row.getBoolean("generated")));
      }
    }
  }

  private void readKeys(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery(KEYS)) {
      while (row.next()) {
        String[] names = (String[]) row.getArray("names").getArray();
        keys.putIfAbsent(row.getLong("indrelid"), List.of(names));
      }
    }
  }

  private Map<TableId, TableShape> readTables(Statement statement) throws SQLException {
    Map<TableId, TableShape> tables = new TreeMap<>();
    try (ResultSet row = statement.executeQuery(TABLES)) {
      while (row.next()) {
        long oid = row.getLong("oid");
        TableId id = new TableId(row.getString("nspname"), row.getString("relname"));
        List<ColumnShape> shape = columns.getOrDefault(oid, List.of());
        boolean plain = shape.stream().noneMatch(ColumnShape::generated);
        String extension = row.getString("extname") == null ? "" : row.getString("extname");
        String waiver = waiver(row.getString("relkind"), extension, row.getBoolean("kept"));
        List<String> key = keys.getOrDefault(oid, List.of());
        long rows = row.getLong("row_count");
        tables.put(id, new TableShape(id, rows, plain, waiver, extension, shape, key));
      }
    }
    return new LinkedHashMap<>(tables);
  }

  /** Rows that an extension says are its users' are compared like any others. */
  private static String waiver(String kind, String extension, boolean kept) {
    if (kind.equals("m")) {
      return "derived: a materialized view is refreshed on each side by itself";
    }
    if (kind.equals("f")) {
      return "foreign: the rows live in another server";
    }
    return extension.isEmpty() || kept ? "" : "belongs to extension " + extension;
  }
}
