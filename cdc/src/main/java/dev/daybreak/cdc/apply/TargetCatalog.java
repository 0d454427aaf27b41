package dev.daybreak.cdc.apply;

import dev.daybreak.cdc.read.TypeName;
import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the applier must know of the target's catalog. Stateless. */
final class TargetCatalog {
  /** Types whose equal values always read the same: a comparison by value is exact. */
  private static final Set<String> EXACT =
      Set.of(
          "bool",
          "int2",
          "int4",
          "int8",
          "oid",
          "uuid",
          "date",
          "timestamp",
          "timestamptz",
          "time",
          "bytea",
          "text",
          "varchar",
          "name");

  private static final String COLUMNS =
      """
      WITH RECURSIVE base(num, typ) AS (
          SELECT attnum, atttypid FROM pg_attribute
          WHERE attrelid = ?::oid AND attnum > 0 AND NOT attisdropped
        UNION ALL
          SELECT b.num, t.typbasetype FROM base b JOIN pg_type t ON t.oid = b.typ
          WHERE t.typtype = 'd')
      SELECT a.attname, a.atttypid::bigint, a.atttypmod, n.nspname, t.typname,
             format_type(t.oid, -1), opn.nspname, op.oprname,
             coalesce(co.collisdeterministic, true), a.attgenerated <> '',
             a.attgenerated <> '' OR a.attidentity = '' AND (NOT a.attnotnull OR a.atthasdef),
             a.attidentity = 'a'
      FROM base b
        JOIN pg_type t ON t.oid = b.typ AND t.typtype <> 'd'
        JOIN pg_namespace n ON n.oid = t.typnamespace
        JOIN pg_attribute a ON a.attrelid = ?::oid AND a.attnum = b.num
        LEFT JOIN pg_collation co ON co.oid = a.attcollation
        LEFT JOIN pg_opclass oc ON oc.opcintype = t.oid AND oc.opcdefault
          AND oc.opcmethod = (SELECT oid FROM pg_am WHERE amname = 'btree')
        LEFT JOIN pg_amop ao ON ao.amopfamily = oc.opcfamily AND ao.amopstrategy = 3
          AND ao.amoplefttype = oc.opcintype AND ao.amoprighttype = oc.opcintype
        LEFT JOIN pg_operator op ON op.oid = ao.amopopr
        LEFT JOIN pg_namespace opn ON opn.oid = op.oprnamespace
      ORDER BY a.attnum
      """;

  private static final String KEY =
      """
      SELECT a.attname FROM pg_index i
        JOIN pg_attribute a ON a.attrelid = i.indrelid
          AND a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts-1])
      WHERE i.indexrelid = (
        SELECT u.indexrelid FROM pg_index u
        WHERE u.indrelid = ?::oid AND u.indisunique AND u.indimmediate AND u.indisvalid
          AND u.indpred IS NULL AND u.indexprs IS NULL
          AND NOT EXISTS (
            SELECT FROM pg_attribute n WHERE n.attrelid = u.indrelid
              AND n.attnum = ANY ((u.indkey::int2[])[0:u.indnkeyatts-1])
              AND (NOT n.attnotnull OR n.attgenerated <> ''))
        ORDER BY u.indisprimary DESC, u.indexrelid LIMIT 1)
      """;

  private TargetCatalog() {}

  /** OID of an ordinary table, or zero when there is none of that name. */
  static long table(Connection connection, TableId table) throws SQLException {
    String sql =
        """
        SELECT c.oid::bigint FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = ? AND c.relname = ? AND c.relkind = 'r'
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table.schema());
      statement.setString(2, table.name());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  /** The columns of a table by name, in order. */
  static Map<String, TargetColumn> columns(Connection connection, long table) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setLong(1, table);
      statement.setLong(2, table);
      try (ResultSet row = statement.executeQuery()) {
        Map<String, TargetColumn> columns = new LinkedHashMap<>();
        while (row.next()) {
          columns.put(row.getString(1), column(row));
        }
        return columns;
      }
    }
  }

  private static TargetColumn column(ResultSet row) throws SQLException {
    TypeName base = new TypeName(row.getString(4), row.getString(5));
    String operator =
        row.getString(7) == null
            ? "OPERATOR(pg_catalog.=)"
            : "OPERATOR(" + Names.quote(row.getString(7)) + "." + row.getString(8) + ")";
    boolean exact =
        base.schema().equals("pg_catalog") && EXACT.contains(base.name()) && row.getBoolean(9);
    return new TargetColumn(
        row.getString(1),
        row.getLong(2),
        row.getInt(3),
        base,
        row.getString(6),
        operator,
        exact,
        row.getBoolean(10),
        row.getBoolean(11),
        row.getBoolean(12));
  }

  /** Columns of the primary key, else of a unique index without NULLs; empty when there is none. */
  static List<String> key(Connection connection, long table) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(KEY)) {
      statement.setLong(1, table);
      try (ResultSet row = statement.executeQuery()) {
        List<String> key = new ArrayList<>();
        while (row.next()) {
          key.add(row.getString(1));
        }
        return key;
      }
    }
  }

  /** The snapshot position under which each table was copied. */
  static Map<TableId, Lsn> loaded(Connection connection) throws SQLException {
    String sql = "SELECT schema_name, table_name, snapshot_position::text FROM daybreak.load_table";
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      Map<TableId, Lsn> loaded = new HashMap<>();
      while (row.next()) {
        loaded.put(new TableId(row.getString(1), row.getString(2)), Lsn.parse(row.getString(3)));
      }
      return loaded;
    }
  }

  /** The OID that the capturing side had for a table when its rows were last compared, or zero. */
  static long capturedOid(Connection connection, TableId table) throws SQLException {
    String sql =
        "SELECT table_oid FROM daybreak.table_mark WHERE schema_name = ? AND table_name = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table.schema());
      statement.setString(2, table.name());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  /** Columns whose names in changes committed there are not those of today, oldest first. */
  static List<ColumnAlias> aliases(Connection connection, TableId table, Lsn commit)
      throws SQLException {
    String sql =
        """
        SELECT was, now FROM daybreak.column_alias
        WHERE schema_name = ? AND table_name = ? AND valid_before > ?::pg_lsn
        ORDER BY valid_before
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table.schema());
      statement.setString(2, table.name());
      statement.setString(3, commit.text());
      try (ResultSet row = statement.executeQuery()) {
        List<ColumnAlias> aliases = new ArrayList<>();
        while (row.next()) {
          aliases.add(new ColumnAlias(row.getString(1), row.getString(2)));
        }
        return aliases;
      }
    }
  }

  /** Notes that the stream could not go on with a table: its rows have to be copied again. */
  static void stop(Connection connection, TableId table) throws SQLException {
    String sql =
        """
        INSERT INTO daybreak.table_mark
          (schema_name, table_name, table_oid, file_node, shape, writers, columns, stopped)
        VALUES (?, ?, 0, 0, '', '', '{}', true)
        ON CONFLICT (schema_name, table_name) DO UPDATE SET stopped = true
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table.schema());
      statement.setString(2, table.name());
      statement.executeUpdate();
    }
  }
}
