package dev.daybreak.proxy.track;

import dev.daybreak.proxy.wire.Peek;
import dev.daybreak.proxy.wire.Wire;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A simple query of the proxy's own on a client's server session; its replies never reach the
 * client. Text is kept one char per byte, so that it goes back to a server unchanged.
 */
public final class HiddenQuery {
  /** Takes the rows of a query's first result instead of {@link #rows}. */
  @FunctionalInterface
  public interface RowSink {
    /** A row's body: count of columns, then each with its length. */
    void row(ByteBuf in, int body, int end);
  }

  public final String sql;
  public final List<List<String>> rows = new ArrayList<>();
  private final Consumer<HiddenQuery> done;
  private final @Nullable RowSink first;
  private int results;
  private String error = "";

  public HiddenQuery(String sql, Consumer<HiddenQuery> done) {
    this(sql, null, done);
  }

  public HiddenQuery(String sql, @Nullable RowSink first, Consumer<HiddenQuery> done) {
    this.sql = sql;
    this.first = first;
    this.done = done;
  }

  /** What the server refused it with; empty when it did not. */
  public String error() {
    return error;
  }

  public void received(byte type, ByteBuf in, int body, int end) {
    if (type == Wire.DATA_ROW && results == 0 && first != null) {
      first.row(in, body, end);
    } else if (type == Wire.DATA_ROW) {
      rows.add(row(in, body));
    } else if (type == Wire.COMMAND_COMPLETE) {
      results++;
    } else if (type == Wire.ERROR) {
      error = Peek.field(in, body, end, 'M') + " (" + Peek.field(in, body, end, 'C') + ")";
    }
  }

  public void complete() {
    done.accept(this);
  }

  private static List<String> row(ByteBuf in, int body) {
    int columns = in.getShort(body);
    List<String> row = new ArrayList<>(columns);
    int at = body + 2;
    for (int i = 0; i < columns; i++) {
      int length = in.getInt(at);
      at += 4;
      row.add(length < 0 ? "" : in.toString(at, length, StandardCharsets.ISO_8859_1));
      at += Math.max(length, 0);
    }
    return row;
  }
}
