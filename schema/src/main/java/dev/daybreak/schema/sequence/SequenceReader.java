package dev.daybreak.schema.sequence;

import dev.daybreak.postgres.ServerFacts;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Reads all sequences with their places in one statement; before PostgreSQL 18 a second one for
 * those that were never called, whose place no catalog function tells there.
 */
final class SequenceReader {
  // Functions of sequences take pg_sequence's column: the server may ask a condition on pg_class
  // alone of every relation, and they fail on a table.
  private static final String SQL =
      """
      SELECT n.nspname, c.relname, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle,
        x.shipped, %s
      FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM pg_depend d WHERE d.deptype = 'e'
        AND d.classid = 'pg_class'::regclass AND d.objid = c.oid) AS shipped) x %s
      WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'daybreak')
      AND c.relpersistence <> 't'
      AND (NOT x.shipped OR has_sequence_privilege(s.seqrelid, 'UPDATE'))
      ORDER BY 1, 2
      """;

  private static final String PLACE =
      "pg_sequence_last_value(s.seqrelid) AS last_value, NULL AS called";
  private static final String PLACE_18 = "d.last_value, d.is_called AS called";
  private static final String JOIN_18 = "CROSS JOIN LATERAL pg_get_sequence_data(s.seqrelid) d";
  private static final int DATA_FUNCTION_SINCE = 18;

  private SequenceReader() {}

  /**
   * All sequences of the database, by name; of the extensions' own those that the login may set:
   * the rows of extensions' tables are copied, so their sequences go along.
   */
  static Map<SequenceName, Sequence> read(Connection connection) throws SQLException {
    boolean told = ServerFacts.version(connection).atLeast(DATA_FUNCTION_SINCE);
    String sql = told ? SQL.formatted(PLACE_18, JOIN_18) : SQL.formatted(PLACE, "");
    Map<SequenceName, Sequence> sequences = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        Sequence sequence = sequence(row);
        sequences.put(sequence.name(), sequence);
      }
    }
    if (!told) {
      readUncalled(connection, sequences);
    }
    return sequences;
  }

  private static Sequence sequence(ResultSet row) throws SQLException {
    @Nullable String last = row.getString("last_value");
    @Nullable String told = row.getString("called");
    return new Sequence(
        new SequenceName(row.getString(1), row.getString(2)),
        row.getLong("seqincrement"),
        row.getLong("seqmin"),
        row.getLong("seqmax"),
        row.getLong("seqcache"),
        row.getBoolean("seqcycle"),
        last == null ? 0 : Long.parseLong(last),
        told == null ? last != null : told.equals("t"),
        row.getBoolean("shipped"));
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
