package dev.daybreak.cdc.apply;

import dev.daybreak.cdc.read.Decoder;
import dev.daybreak.cdc.read.ReceivedTransaction;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.TableId;
import dev.daybreak.kernel.change.Change;
import dev.daybreak.kernel.change.Relation;
import dev.daybreak.postgres.MetadataSchema;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes whole source transactions into the open target transaction. Skips echoes, Daybreak's own
 * schema, and changes that a table's copy already shows. For one thread and one connection.
 */
final class BatchWriter implements AutoCloseable {
  private static final String NOT_SUPPORTED = "0A000";

  private final Connection connection;
  private final Decoder decoder;
  private final Map<TableId, Lsn> loaded;
  private final Destinations destinations;
  private final StatementRuns runs;
  private long changes;

  /**
   * @param connection to the applying side
   * @param from the capturing side, asked about tables that the applying side does not know
   */
  BatchWriter(Connection connection, Endpoint from, Decoder decoder) throws SQLException {
    this.connection = connection;
    this.decoder = decoder;
    this.loaded = TargetCatalog.loaded(connection);
    this.destinations = new Destinations(connection, from, decoder, loaded);
    this.runs = new StatementRuns(connection);
    connection.commit();
  }

  /** Writes the transactions in order; the number of changes written. */
  long write(List<ReceivedTransaction> batch) throws SQLException {
    changes = 0;
    for (ReceivedTransaction transaction : batch) {
      transaction.log().forEach(message -> message(transaction, message));
    }
    runs.flush();
    return changes;
  }

  private void message(ReceivedTransaction transaction, ByteBuffer message) throws SQLException {
    Change change = decoder.decode(message);
    if (change == null || transaction.echo()) {
      return;
    }
    Lsn commit = transaction.commit();
    if (change instanceof Change.Insert insert) {
      row(insert.relation(), commit, table -> table.insert(insert));
    } else if (change instanceof Change.Update update) {
      row(update.relation(), commit, table -> table.update(update));
    } else if (change instanceof Change.Delete delete) {
      row(delete.relation(), commit, table -> table.delete(delete));
    } else if (change instanceof Change.Truncate truncate) {
      truncate(truncate, commit);
    } else {
      throw new IllegalStateException("a change that is not a row's: " + change.getClass());
    }
  }

  private void row(Relation relation, Lsn commit, ToWork statement) throws SQLException {
    RowWork table = wanted(relation.table(), commit) ? destinations.find(relation, commit) : null;
    if (table != null) {
      runs.add(statement.of(table), commit);
      changes++;
    }
  }

  private boolean wanted(TableId table, Lsn commit) {
    if (table.schema().equals(MetadataSchema.NAME)) {
      return false;
    }
    Lsn copied = loaded.get(table);
    return copied == null || !commit.isBefore(copied);
  }

  /**
   * Empties tables. Foreign keys from tables that are not part of the same TRUNCATE (as between the
   * roots of partitioned tables) make the server refuse; then the rows are deleted.
   */
  private void truncate(Change.Truncate truncate, Lsn commit) throws SQLException {
    runs.flush();
    List<String> names = new ArrayList<>();
    for (Relation relation : truncate.relations()) {
      RowWork table = wanted(relation.table(), commit) ? destinations.find(relation, commit) : null;
      if (table != null) {
        names.add("ONLY " + table.id().sql());
        changes++;
      }
    }
    if (names.isEmpty()) {
      return;
    }
    Savepoint before = connection.setSavepoint();
    try (Statement statement = connection.createStatement()) {
      statement.execute("TRUNCATE " + String.join(", ", names));
    } catch (SQLException e) {
      if (!NOT_SUPPORTED.equals(e.getSQLState())) {
        throw e;
      }
      connection.rollback(before);
      delete(names);
    }
  }

  private void delete(List<String> names) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String name : names) {
        statement.execute("DELETE FROM " + name);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    runs.close();
  }

  @FunctionalInterface
  private interface ToWork {
    Work of(RowWork table);
  }
}
