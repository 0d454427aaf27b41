package dev.daybreak.proxy.admin;

import dev.daybreak.proxy.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A result of the console. */
final class Table {
  private static final int TEXT = 25;
  private static final int BIGINT = 20;

  private final List<String> columns = new ArrayList<>();
  private final List<Boolean> numeric = new ArrayList<>();
  private final List<List<@Nullable Object>> rows = new ArrayList<>();

  /**
   * @param spec names of columns with spaces between; a numeric one ends in {@code #}
   */
  Table(String spec) {
    for (String column : spec.trim().split("\\s+")) {
      boolean number = column.endsWith("#");
      columns.add(number ? column.substring(0, column.length() - 1) : column);
      numeric.add(number);
    }
  }

  /** Adds a row; null is shown as NULL. */
  @SuppressWarnings("NullAway")
  Table row(@Nullable Object... values) {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(values.length + " values for " + columns);
    }
    rows.add(new ArrayList<>(java.util.Arrays.asList(values)));
    return this;
  }

  List<String> columns() {
    return columns;
  }

  int size() {
    return rows.size();
  }

  /** RowDescription. */
  ByteBuf description() {
    ByteBuf frame = ByteBufAllocator.DEFAULT.buffer().writeByte('T').writeInt(0);
    frame.writeShort(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      frame.writeBytes(columns.get(i).getBytes(StandardCharsets.UTF_8)).writeByte(0);
      frame.writeInt(0).writeShort(0);
      frame.writeInt(numeric.get(i) ? BIGINT : TEXT).writeShort(numeric.get(i) ? 8 : -1);
      frame.writeInt(-1).writeShort(0);
    }
    return frame.setInt(1, frame.readableBytes() - 1);
  }

  /** A DataRow for each row. */
  List<ByteBuf> data() {
    return rows.stream().map(Table::data).toList();
  }

  private static ByteBuf data(List<@Nullable Object> row) {
    ByteBuf frame = ByteBufAllocator.DEFAULT.buffer().writeByte(Wire.DATA_ROW).writeInt(0);
    frame.writeShort(row.size());
    for (Object value : row) {
      if (value == null) {
        frame.writeInt(-1);
      } else {
        byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
        frame.writeInt(text.length).writeBytes(text);
      }
    }
    return frame.setInt(1, frame.readableBytes() - 1);
  }
}
