package dev.daybreak.cdc.read;

import dev.daybreak.kernel.TableId;
import dev.daybreak.kernel.change.Cell;
import dev.daybreak.kernel.change.Change;
import dev.daybreak.kernel.change.Column;
import dev.daybreak.kernel.change.Identity;
import dev.daybreak.kernel.change.Relation;
import dev.daybreak.kernel.change.Tuple;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the messages of transactions. Remembers announced relations and types, so it must see all
 * messages in order; {@link #mark} and {@link #reset} let a batch be decoded again. For one thread.
 */
public final class Decoder {
  private static final String SYSTEM_SCHEMA = "pg_catalog";

  private Map<Integer, Relation> relations = new HashMap<>();
  private Map<Integer, TypeName> types = new HashMap<>();
  private @Nullable Map<Integer, Relation> markedRelations;
  private @Nullable Map<Integer, TypeName> markedTypes;

  /** Remembers the state at the beginning of a batch. */
  public void mark() {
    markedRelations = null;
    markedTypes = null;
  }

  /** Goes back to the last mark. */
  public void reset() {
    relations = markedRelations == null ? relations : markedRelations;
    types = markedTypes == null ? types : markedTypes;
    mark();
  }

  /** The type of that OID on the capturing side, if it was announced; built-in ones never are. */
  public Optional<TypeName> type(int oid) {
    return Optional.ofNullable(types.get(oid));
  }

  /** The change a message holds, or null when it only announces. */
  public @Nullable Change decode(ByteBuffer message) {
    ByteBuffer in = message.duplicate();
    try {
      return dispatch(in);
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw protocol("a message is malformed", e);
    }
  }

  private @Nullable Change dispatch(ByteBuffer in) {
    char kind = (char) in.get();
    return switch (kind) {
      case 'R' -> announceRelation(in);
      case 'Y' -> announceType(in);
      case 'I' -> insert(in);
      case 'U' -> update(in);
      case 'D' -> delete(in);
      case 'T' -> truncate(in);
      default -> throw protocol("unknown message type " + (int) kind, null);
    };
  }

  private @Nullable Change announceRelation(ByteBuffer in) {
    if (markedRelations == null) {
      markedRelations = new HashMap<>(relations);
    }
    int oid = in.getInt();
    String schema = Text.cString(in);
    String name = Text.cString(in);
    Identity identity = identity((char) in.get());
    int count = in.getShort();
    List<Column> columns = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      boolean key = (in.get() & 1) == 1;
      columns.add(new Column(Text.cString(in), in.getInt(), in.getInt(), key));
    }
    TableId table = new TableId(schema.isEmpty() ? SYSTEM_SCHEMA : schema, name);
    relations.put(oid, new Relation(oid, table, identity, columns));
    return null;
  }

  private @Nullable Change announceType(ByteBuffer in) {
    if (markedTypes == null) {
      markedTypes = new HashMap<>(types);
    }
    types.put(in.getInt(), new TypeName(Text.cString(in), Text.cString(in)));
    return null;
  }

  private static Identity identity(char code) {
    return switch (code) {
      case 'd' -> Identity.DEFAULT;
      case 'n' -> Identity.NOTHING;
      case 'f' -> Identity.FULL;
      case 'i' -> Identity.INDEX;
      default -> throw protocol("unknown replica identity " + (int) code, null);
    };
  }

  private Change insert(ByteBuffer in) {
    Relation relation = relation(in.getInt());
    expect(in, 'N');
    return new Change.Insert(relation, tuple(in, relation));
  }

  private Change update(ByteBuffer in) {
    Relation relation = relation(in.getInt());
    char part = (char) in.get();
    Tuple old = null;
    if (part == 'K' || part == 'O') {
      old = tuple(in, relation);
      part = (char) in.get();
    }
    if (part != 'N') {
      throw protocol("an update without a new row", null);
    }
    return new Change.Update(relation, old, tuple(in, relation));
  }

  private Change delete(ByteBuffer in) {
    Relation relation = relation(in.getInt());
    in.get();
    return new Change.Delete(relation, tuple(in, relation));
  }

  private Change truncate(ByteBuffer in) {
    int count = in.getInt();
    int options = in.get();
    List<Relation> emptied = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      emptied.add(relation(in.getInt()));
    }
    return new Change.Truncate(emptied, (options & 1) != 0, (options & 2) != 0);
  }

  private Relation relation(int oid) {
    Relation relation = relations.get(oid);
    if (relation == null) {
      throw protocol("a change of a table that was not announced", null);
    }
    return relation;
  }

  private static Tuple tuple(ByteBuffer in, Relation relation) {
    int count = in.getShort();
    if (count != relation.columns().size()) {
      throw protocol("a row of " + relation.table() + " has " + count + " columns", null);
    }
    List<Cell> cells = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      cells.add(cell(in));
    }
    return new Tuple(cells);
  }

  private static Cell cell(ByteBuffer in) {
    char kind = (char) in.get();
    return switch (kind) {
      case 'n' -> Cell.NULL;
      case 'u' -> Cell.UNCHANGED;
      case 't' -> Cell.of(Text.utf8(in, in.getInt()));
      default -> throw protocol("unknown kind of value " + (int) kind, null);
    };
  }

  private static void expect(ByteBuffer in, char wanted) {
    if ((char) in.get() != wanted) {
      throw protocol("an insert without a row", null);
    }
  }

  private static MigrationException protocol(String what, @Nullable Throwable cause) {
    return new MigrationException(
        ErrorCode.SOURCE_PROTOCOL,
        "the change stream cannot be read: " + what,
        "Report this with the versions of both servers.",
        cause);
  }
}
