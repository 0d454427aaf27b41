package dev.daybreak.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

/** COPY in both directions, as raw bytes. */
public final class CopyStreams {
  private CopyStreams() {}

  /** Starts {@code COPY ... TO STDOUT}. */
  public static Out out(Connection connection, String sql) throws SQLException {
    return new Out(connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql));
  }

  /** Starts {@code COPY ... FROM STDIN}. */
  public static In in(Connection connection, String sql) throws SQLException {
    return new In(connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql));
  }

  /** Rows on their way out. For one thread. */
  public static final class Out implements AutoCloseable {
    private final CopyOut copy;

    private Out(CopyOut copy) {
      this.copy = copy;
    }

    /** The next message's bytes (in text form: one row with its newline), or null at the end. */
    public byte @Nullable [] read() throws SQLException {
      return copy.readFromCopy();
    }

    /** Rows sent; valid at the end. */
    public long rows() {
      return copy.getHandledRowCount();
    }

    @Override
    public void close() throws SQLException {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  /** Rows on their way in. For one thread. */
  public static final class In implements AutoCloseable {
    private final CopyIn copy;

    private In(CopyIn copy) {
      this.copy = copy;
    }

    /** Sends bytes; they need not end at a row's end. */
    public void write(byte[] bytes, int offset, int length) throws SQLException {
      copy.writeToCopy(bytes, offset, length);
    }

    /** Ends the COPY; the number of rows the server took. */
    public long finish() throws SQLException {
      return copy.endCopy();
    }

    @Override
    public void close() throws SQLException {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }
}
