package dev.daybreak.cdc.apply;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.TableId;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.postgres.Connections;
import dev.daybreak.postgres.ServerErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What a table of the change stream is on the capturing side by now.
 *
 * @param id its name
 * @param columns what the stream publishes of it
 */
record CapturedTable(TableId id, List<String> columns) {
  private static final String NOW =
      """
      SELECT n.nspname, c.relname, ARRAY(
        SELECT a.attname::text FROM pg_catalog.pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
        ORDER BY a.attnum)
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.oid = ?::oid
      """;

  CapturedTable {
    columns = List.copyOf(columns);
  }

  /**
   * Asks the capturing side, over a connection of its own: it is rarely asked.
   *
   * @return empty when the table was dropped
   * @throws dev.daybreak.kernel.error.MigrationException SOURCE_..., when it does not answer
   */
  static Optional<CapturedTable> ask(Endpoint from, int oid) {
    try (Connection connection = Connections.open(from, "apply", Side.SOURCE);
        PreparedStatement statement = connection.prepareStatement(NOW)) {
      statement.setLong(1, Integer.toUnsignedLong(oid));
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(read(row)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw ServerErrors.translate(Side.SOURCE, "cannot look at tables of " + from, e);
    }
  }

  private static CapturedTable read(ResultSet row) throws SQLException {
    TableId id = new TableId(row.getString(1), row.getString(2));
    return new CapturedTable(id, List.of((String[]) row.getArray(3).getArray()));
  }
}
