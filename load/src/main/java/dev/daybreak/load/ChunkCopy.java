package dev.daybreak.load;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.postgres.CopyStreams;
import dev.daybreak.postgres.ServerErrors;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Copies one chunk: the source's bytes, untouched, in larger pieces. For one thread. */
final class ChunkCopy {
  private static final int PIECE_BYTES = 1 << 16;

  private final Sessions sessions;
  private final Meter meter;
  private final byte[] piece = new byte[PIECE_BYTES];
  private int filled;
  private long bytes;

  ChunkCopy(Sessions sessions, Meter meter) {
    this.sessions = sessions;
    this.meter = meter;
  }

  /**
   * Copies into the target's open transaction.
   *
   * @throws MigrationException as the servers say; INVARIANT when rows out and rows in differ
   */
  Journal.Copied copy(Chunk chunk) {
    filled = 0;
    bytes = 0;
    try (CopyStreams.In in = into(chunk);
        CopyStreams.Out out = CopyStreams.out(sessions.source(), chunk.table().out(chunk))) {
      byte[] row = read(out, chunk);
      while (row != null) {
        put(in, row);
        row = read(out, chunk);
      }
      send(in);
      long taken = in.finish();
      if (taken != out.rows()) {
        throw MigrationException.bug(
            "COPY of "
                + chunk.table().id()
                + " sent "
                + out.rows()
                + " rows, and "
                + taken
                + " arrived");
      }
      return new Journal.Copied(taken, bytes);
    } catch (SQLException e) {
      throw failed(Side.SOURCE, chunk, e);
    } catch (TargetFailure e) {
      throw failed(Side.TARGET, chunk, e.failure);
    }
  }

  private CopyStreams.In into(Chunk chunk) throws TargetFailure {
    try {
      return CopyStreams.in(sessions.target(), chunk.table().in());
    } catch (SQLException e) {
      throw new TargetFailure(e);
    }
  }

  private byte @Nullable [] read(CopyStreams.Out out, Chunk chunk) throws SQLException {
    byte[] row = out.read();
    if (row != null) {
      meter.row();
    }
    return row;
  }

  private void put(CopyStreams.In in, byte[] row) throws TargetFailure {
    if (row.length > PIECE_BYTES - filled) {
      send(in);
    }
    if (row.length > PIECE_BYTES) {
      write(in, row, row.length);
    } else {
      System.arraycopy(row, 0, piece, filled, row.length);
      filled += row.length;
    }
  }

  private void send(CopyStreams.In in) throws TargetFailure {
    write(in, piece, filled);
    filled = 0;
    if (Thread.currentThread().isInterrupted()) {
      throw new MigrationException(ErrorCode.INTERRUPTED, "the load was interrupted", "");
    }
  }

  private void write(CopyStreams.In in, byte[] from, int length) throws TargetFailure {
    try {
      in.write(from, 0, length);
      bytes += length;
      meter.bytes(length);
    } catch (SQLException e) {
      throw new TargetFailure(e);
    }
  }

  private static MigrationException failed(Side side, Chunk chunk, SQLException e) {
    return ServerErrors.translate(
        side, "cannot copy table " + chunk.table().id() + ", chunk " + chunk.number(), e);
  }

  /** Tells the target's failures from the source's. */
  private static final class TargetFailure extends Exception {
    private static final long serialVersionUID = 1L;
    private final SQLException failure;

    TargetFailure(SQLException failure) {
      super(failure);
      this.failure = failure;
    }
  }
}
