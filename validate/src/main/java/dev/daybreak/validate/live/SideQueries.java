package dev.daybreak.validate.live;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.TableId;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.postgres.Connections;
import dev.daybreak.postgres.ServerErrors;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The few questions a watch asks a side besides its stream, over one connection that is kept and,
 * after a failure, opened anew. Thread-safe.
 */
final class SideQueries implements AutoCloseable {
  private final Endpoint endpoint;
  private final Side side;
  private final Map<Integer, Boolean> holdsRows = new HashMap<>();
  private @Nullable Connection connection;

  SideQueries(Endpoint endpoint, Side side) {
    this.endpoint = endpoint;
    this.side = side;
  }

  /** Writes a sentinel message and returns a position before its commit record. */
  synchronized Lsn sentinel() {
    return ask(
        "SELECT pg_logical_emit_message(true, 'daybreak.sentinel', 'witness')::text",
        row -> {
          row.next();
          return Lsn.parse(row.getString(1));
        });
  }

  /** Where each table's load snapshot was. */
  synchronized Map<TableId, Lsn> loadedAt() {
    return ask(
        "SELECT schema_name, table_name, snapshot_position::text FROM daybreak.load_table",
        row -> {
          Map<TableId, Lsn> loaded = new HashMap<>();
          while (row.next()) {
            TableId table = new TableId(row.getString(1), row.getString(2));
            loaded.put(table, Lsn.parse(row.getString(3)));
          }
          return loaded;
        });
  }

  /** Whether a table holds rows itself; a table no longer there is taken to. */
  synchronized boolean holdsRows(int oid) {
    return holdsRows.computeIfAbsent(
        oid,
        o ->
            ask(
                "SELECT relkind = 'r' FROM pg_class WHERE oid = " + Integer.toUnsignedString(o),
                row -> !row.next() || row.getBoolean(1)));
  }

  /** Whether there is a table of that name now. */
  synchronized boolean has(TableId table) {
    return ask(
        "SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE n.nspname = "
            + Names.literal(table.schema())
            + " AND c.relname = "
            + Names.literal(table.name())
            + ")",
        row -> row.next() && row.getBoolean(1));
  }

  @Override
  public synchronized void close() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        // Nothing of ours is pending in it.
      }
    }
  }

  private interface Reading<T> {
    T of(ResultSet rows) throws SQLException;
  }

  private <T> T ask(String sql, Reading<T> reading) {
    Connection open = connection;
    if (open == null) {
      open = open();
      connection = open;
    }
    try (Statement statement = open.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return reading.of(rows);
    } catch (SQLException e) {
      close();
      throw ServerErrors.translate(side, "cannot ask " + endpoint, e);
    }
  }

  /** A sentinel must reach the log at once, or the wait for it is as long as a log writer's nap. */
  private Connection open() {
    Connection fresh = Connections.open(endpoint, "witness", side);
    try (Statement statement = fresh.createStatement()) {
      statement.execute("SET synchronous_commit = local");
      return fresh;
    } catch (SQLException e) {
      throw ServerErrors.translate(side, "cannot ask " + endpoint, e);
    }
  }
}
