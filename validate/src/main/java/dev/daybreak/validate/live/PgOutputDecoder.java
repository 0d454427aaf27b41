package dev.daybreak.validate.live;

import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.TableId;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes pgoutput, protocol version 1, and tells a listener. Written for the validator alone: the
 * mover has its own. Source: PostgreSQL manual, "Logical Replication Message Formats". For one
 * thread.
 */
final class PgOutputDecoder {
  private final Listener listener;
  private final Map<Integer, Shape> shapes = new HashMap<>();

  PgOutputDecoder(Listener listener) {
    this.listener = listener;
  }

  /** Hears what the stream says, in order. */
  interface Listener {
    void begin(Lsn commit);

    void commit(Lsn commit, Lsn end);

    void message(String prefix, String content);

    void insert(Shape shape, Fields row);

    void update(Shape shape, @Nullable Fields old, Fields row);

    void delete(Shape shape, Fields old);

    void truncate(List<Shape> shapes);
  }

  /**
   * A table as the stream announces it.
   *
   * @param oid of the table on the publishing server
   * @param table its name
   * @param full whether the replica identity is the whole row
   * @param names the columns, in the order of the stream
   * @param types their type OIDs
   * @param keys whether they belong to the replica identity
   */
  record Shape(int oid, TableId table, boolean full, String[] names, int[] types, boolean[] keys) {}

  /**
   * The fields of one tuple: ranges of a message that lives only during the call.
   *
   * @param bytes the message
   * @param starts where each field's text starts; {@link #NULL} or {@link #UNCHANGED} instead
   * @param lengths of the texts
   * @param keyOnly whether only the identity's columns carry values
   */
  record Fields(byte[] bytes, int[] starts, int[] lengths, boolean keyOnly) {
    static final int NULL = -1;
    static final int UNCHANGED = -2;
  }

  /**
   * Takes one message.
   *
   * @throws MigrationException SOURCE_PROTOCOL when it is of no known kind
   */
  void decode(ByteBuffer message) {
    char kind = (char) message.get();
    switch (kind) {
      case 'B' -> listener.begin(new Lsn(message.getLong()));
      case 'C' -> {
        message.get();
        Lsn commit = new Lsn(message.getLong());
        listener.commit(commit, new Lsn(message.getLong()));
      }
      case 'M' -> message(message);
      case 'R' -> relation(message);
      case 'I' -> {
        Shape shape = shape(message);
        message.get();
        listener.insert(shape, fields(message, false));
      }
      case 'U' -> update(message);
      case 'D' -> {
        Shape shape = shape(message);
        boolean keyOnly = message.get() == 'K';
        listener.delete(shape, fields(message, keyOnly));
      }
      case 'T' -> truncate(message);
      case 'O', 'Y' -> {}
      default -> throw protocol("a message of kind " + (int) kind);
    }
  }

  private void message(ByteBuffer message) {
    boolean transactional = (message.get() & 1) != 0;
    message.getLong();
    String prefix = string(message);
    byte[] content = new byte[message.getInt()];
    message.get(content);
    if (transactional) {
      listener.message(prefix, new String(content, StandardCharsets.UTF_8));
    }
  }

  private void relation(ByteBuffer message) {
    int oid = message.getInt();
    String schema = string(message);
    TableId table = new TableId(schema.isEmpty() ? "pg_catalog" : schema, string(message));
    boolean full = message.get() == 'f';
    int count = message.getShort();
    String[] names = new String[count];
    int[] types = new int[count];
    boolean[] keys = new boolean[count];
    for (int i = 0; i < count; i++) {
      keys[i] = (message.get() & 1) != 0;
      names[i] = string(message);
      types[i] = message.getInt();
      message.getInt();
    }
    shapes.put(oid, new Shape(oid, table, full, names, types, keys));
  }

  private void update(ByteBuffer message) {
    Shape shape = shape(message);
    byte tag = message.get();
    Fields old = null;
    if (tag != 'N') {
      old = fields(message, tag == 'K');
      message.get();
    }
    listener.update(shape, old, fields(message, false));
  }

  private void truncate(ByteBuffer message) {
    int count = message.getInt();
    message.get();
    List<Shape> tables = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      tables.add(shape(message));
    }
    listener.truncate(tables);
  }

  private Shape shape(ByteBuffer message) {
    int oid = message.getInt();
    Shape shape = shapes.get(oid);
    if (shape == null) {
      throw protocol("a change of relation " + oid + ", which was never announced");
    }
    return shape;
  }

  private static Fields fields(ByteBuffer message, boolean keyOnly) {
    int count = message.getShort();
    int[] starts = new int[count];
    int[] lengths = new int[count];
    for (int i = 0; i < count; i++) {
      char kind = (char) message.get();
      switch (kind) {
        case 'n' -> starts[i] = Fields.NULL;
        case 'u' -> starts[i] = Fields.UNCHANGED;
        case 't' -> {
          lengths[i] = message.getInt();
          starts[i] = message.arrayOffset() + message.position();
          message.position(message.position() + lengths[i]);
        }
        default -> throw protocol("a field of kind " + (int) kind);
      }
    }
    return new Fields(message.array(), starts, lengths, keyOnly);
  }

  private static String string(ByteBuffer message) {
    int start = message.position();
    int end = start;
    while (message.get(end) != 0) {
      end++;
    }
    byte[] bytes = new byte[end - start];
    message.get(bytes);
    message.get();
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static MigrationException protocol(String what) {
    return new MigrationException(
        ErrorCode.SOURCE_PROTOCOL, "the change stream holds " + what, "Report this with the log.");
  }
}
