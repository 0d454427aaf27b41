package dev.daybreak.schema.amend;

import dev.daybreak.kernel.TableId;
import dev.daybreak.kernel.stage.ColumnMarks.Mark;
import dev.daybreak.schema.plan.PlannedStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Renames columns of the applying side as they were renamed on the capturing side, before anything
 * else is compared: the server takes along all that names them. In the same transaction it is noted
 * which names earlier changes of the stream have for them. One use, one thread.
 */
public final class Renaming {
  private final Connection capturing;
  private final Connection applying;
  private final String position;

  private Renaming(Connection capturing, Connection applying, String position) {
    this.capturing = capturing;
    this.applying = applying;
    this.position = position;
  }

  /**
   * Looks at both sides and renames.
   *
   * @return the statements that were run
   */
  public static List<PlannedStatement> run(Connection capturing, Connection applying)
      throws SQLException {
    if (!AlteredTables.isKept(applying)) {
      return List.of();
    }
    // First: a name that is taken anew after the look must not pass for an old one.
    String position = text(capturing, "SELECT pg_current_wal_insert_lsn()");
    Map<TableId, Mark> now = AlteredTables.read(capturing).byTable();
    Renaming renaming = new Renaming(capturing, applying, position);
    List<RenamedColumns> renamed = new ArrayList<>();
    for (Map.Entry<TableId, Mark> kept : AlteredTables.kept(applying).entrySet()) {
      Mark mark = now.get(kept.getKey());
      boolean same = mark != null && mark.tableOid() == kept.getValue().tableOid();
      if (same && !mark.columns().equals(kept.getValue().columns())) {
        renamed.add(renaming.columns(kept.getKey(), kept.getValue(), mark));
      }
    }
    renamed.removeIf(RenamedColumns::isEmpty);
    return renamed.isEmpty() ? List.of() : renaming.carryOut(renamed);
  }

  private RenamedColumns columns(TableId table, Mark kept, Mark now) throws SQLException {
    return new RenamedColumns(table, names(kept.columns()), names(now.columns()));
  }

  private List<PlannedStatement> carryOut(List<RenamedColumns> renamed) throws SQLException {
    List<PlannedStatement> statements = new ArrayList<>();
    applying.setAutoCommit(false);
    try (Statement statement = applying.createStatement()) {
      for (RenamedColumns table : renamed) {
        statements.addAll(note(table));
      }
      for (PlannedStatement planned : statements) {
        statement.execute(planned.sql());
      }
      applying.commit();
      return statements;
    } finally {
      applying.rollback();
      applying.setAutoCommit(true);
    }
  }

  /** Notes the names; what is to be run. */
  private List<PlannedStatement> note(RenamedColumns table) throws SQLException {
    Set<String> own = there(table.table(), " AND a.attinhcount = 0");
    if (!table.fits(there(table.table(), ""))) {
      copyAgain(table.table());
      return List.of();
    }
    if (table.isClear()) {
      for (Map.Entry<Integer, String> column : table.renamed().entrySet()) {
        String now = table.is().get(column.getKey());
        alias(table.table(), column.getValue(), now);
      }
    } else {
      copyAgain(table.table());
    }
    names(table);
    return table.statements(own);
  }

  /** The mark is as if the columns had always had their names; the capturing side computes it. */
  private void names(RenamedColumns table) throws SQLException {
    String sql =
        """
        SELECT json_object_agg(number, name ORDER BY number)::text,
          sum(hashtextextended(number || ' ' || name, 0))::text
        FROM unnest(?::int[], ?::text[]) AS n (number, name)
        """;
    Map<Integer, String> after = table.after();
    try (PreparedStatement statement = capturing.prepareStatement(sql)) {
      statement.setArray(1, capturing.createArrayOf("int4", after.keySet().toArray()));
      statement.setArray(2, capturing.createArrayOf("text", after.values().toArray()));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        run(
            """
            UPDATE daybreak.table_mark SET columns = ?, shape = ?
            WHERE schema_name = ? AND table_name = ?
            """,
            row.getString(1),
            row.getString(2),
            table.table().schema(),
            table.table().name());
      }
    }
  }

  private void alias(TableId table, String was, String now) throws SQLException {
    run(
        """
        INSERT INTO daybreak.column_alias (schema_name, table_name, was, now, valid_before)
        VALUES (?, ?, ?, ?, ?::pg_lsn)
        """,
        table.schema(),
        table.name(),
        was,
        now,
        position);
  }

  private void copyAgain(TableId table) throws SQLException {
    run(
        "UPDATE daybreak.table_mark SET stopped = true WHERE schema_name = ? AND table_name = ?",
        table.schema(),
        table.name());
  }

  private void run(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = applying.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  private Set<String> there(TableId table, String which) throws SQLException {
    String sql =
        """
        SELECT a.attname FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped
        """;
    try (PreparedStatement statement = applying.prepareStatement(sql + which)) {
      statement.setString(1, table.schema());
      statement.setString(2, table.name());
      try (ResultSet row = statement.executeQuery()) {
        Set<String> names = new HashSet<>();
        while (row.next()) {
          names.add(row.getString(1));
        }
        return names;
      }
    }
  }

  private TreeMap<Integer, String> names(String json) throws SQLException {
    try (PreparedStatement statement =
        applying.prepareStatement("SELECT key::int, value FROM json_each_text(?::json)")) {
      statement.setString(1, json);
      try (ResultSet row = statement.executeQuery()) {
        TreeMap<Integer, String> names = new TreeMap<>();
        while (row.next()) {
          names.put(row.getInt(1), row.getString(2));
        }
        return names;
      }
    }
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
