package dev.daybreak.postgres;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Lsn;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/**
 * The raw messages of a logical slot. Carries bytes and positions only; decoding belongs to the
 * reader (mover and validator each have their own). For one thread, except {@link #confirm} and
 * {@link #close}.
 */
public final class LogStream implements AutoCloseable {
  private static final int STATUS_SECONDS = 1;

  private final Connection connection;
  private final PGReplicationStream stream;

  private LogStream(Connection connection, PGReplicationStream stream) {
    this.connection = connection;
    this.stream = stream;
  }

  /**
   * Opens the stream of a slot with {@code pgoutput}, protocol version 1, logical messages included
   * (needs PostgreSQL 14).
   *
   * @param start where to begin; the server goes back to the slot's confirmed position if that lies
   *     later
   */
  public static LogStream open(Endpoint endpoint, String slot, String publication, Lsn start)
      throws SQLException {
    Connection connection = Connections.openReplication(endpoint, "stream " + slot);
    try {
      PGReplicationStream stream =
          connection
              .unwrap(PGConnection.class)
              .getReplicationAPI()
              .replicationStream()
              .logical()
              .withSlotName(slot)
              .withStartPosition(LogSequenceNumber.valueOf(start.value()))
              .withSlotOption("proto_version", 1)
              .withSlotOption("publication_names", dev.daybreak.kernel.Names.quote(publication))
              .withSlotOption("messages", true)
              .withStatusInterval(STATUS_SECONDS, TimeUnit.SECONDS)
              .withAutomaticFlush(false)
              .start();
      return new LogStream(connection, stream);
    } catch (SQLException e) {
      Connections.closeAfter(connection, e);
      throw e;
    }
  }

  /** The next message if one is there, else null at once. */
  public @Nullable ByteBuffer poll() throws SQLException {
    return stream.readPending();
  }

  /** The next message; waits for it. Closing the stream from another thread ends the wait. */
  public @Nullable ByteBuffer read() throws SQLException {
    return stream.read();
  }

  /** Whether the server has ended the stream, as it does when it shuts down. */
  public boolean ended() {
    return stream.isClosed();
  }

  /** The log position of the last message read. */
  public Lsn received() {
    return new Lsn(stream.getLastReceiveLSN().asLong());
  }

  /**
   * Tells the server that everything before the position is durable here; it may then forget it.
   * Sent with the next status message.
   */
  public void confirm(Lsn position) {
    LogSequenceNumber number = LogSequenceNumber.valueOf(position.value());
    stream.setAppliedLSN(number);
    stream.setFlushedLSN(number);
  }

  /** Sends the confirmed position now. */
  public void flush() throws SQLException {
    stream.forceUpdateStatus();
  }

  @Override
  public void close() throws SQLException {
    try {
      stream.close();
    } finally {
      connection.close();
    }
  }
}
