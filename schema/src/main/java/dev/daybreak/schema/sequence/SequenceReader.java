package dev.daybreak.schema.sequence;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Reads all sequences with their places in one statement; a second one only for sequences that were
 * never called, whose place no catalog function tells before PostgreSQL 18.
 */
final class SequenceReader {
  private static final String SQL =
      """
      SELECT n.nspname, c.relname, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle,
        pg_sequence_last_value(c.oid) AS last_value
      FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'daybreak')
      AND c.relpersistence <> 't'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.deptype = 'e'
        AND d.classid = 'pg_class'::regclass AND d.objid = c.oid)
      ORDER BY 1, 2
      """;

  private SequenceReader() {}

  /** All sequences of the database, by name. */
  static Map<SequenceName, Sequence> read(Connection connection) throws SQLException {
    Map<SequenceName, Sequence> sequences = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SQL)) {
      while (row.next()) {
        Sequence sequence = sequence(row);
        sequences.put(sequence.name(), sequence);
      }
    }
    readUncalled(connection, sequences);
    return sequences;
  }

  private static Sequence sequence(ResultSet row) throws SQLException {
    @Nullable String last = row.getString("last_value");
    return new Sequence(
        new SequenceName(row.getString(1), row.getString(2)),
        row.getLong("seqincrement"),
        row.getLong("seqmin"),
        row.getLong("seqmax"),
        row.getLong("seqcache"),
        row.getBoolean("seqcycle"),
        last == null ? 0 : Long.parseLong(last),
        last != null);
  }

  private static void readUncalled(Connection connection, Map<SequenceName, Sequence> sequences)
      throws SQLException {
    SequenceName[] names =
        sequences.values().stream()
            .filter(sequence -> !sequence.called())
            .map(Sequence::name)
            .toArray(SequenceName[]::new);
    if (names.length == 0) {
      return;
    }
    StringJoiner sql = new StringJoiner(" UNION ALL ");
    for (int i = 0; i < names.length; i++) {
      sql.add("SELECT " + i + ", last_value, is_called FROM " + names[i].sql());
    }
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet row = statement.executeQuery(sql.toString())) {
        while (row.next()) {
          SequenceName name = names[row.getInt(1)];
          Sequence placed = sequences.get(name).at(row.getLong(2), row.getBoolean(3));
          sequences.put(name, placed);
        }
      }
    }
  }
}
