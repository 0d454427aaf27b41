package dev.daybreak.demo.traffic;

import dev.daybreak.demo.ledger.Write;
import dev.daybreak.demo.workload.TrackedTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One insert, update or delete of a tracked row, ready to be sent.
 *
 * @param action what it does
 * @param writer the client
 * @param row as it is before; for an insert as it will be, without its key
 * @param number the write's
 * @param text the new note or body; unused otherwise
 * @param random for the table's own columns of an insert
 */
record RowWrite(
    Action action, int writer, Row row, long number, @Nullable String text, long random) {
  /** What it does. */
  enum Action {
    INSERT,
    /** Changes the note and leaves a perhaps large body as it is. */
    NOTE,
    BODY,
    /** Changes the key. */
    MOVE,
    DELETE
  }

  /** The row that it changes; null for inserts. */
  @Nullable Row before() {
    return action == Action.INSERT ? null : row;
  }

  /** As the ledger is told before the server has answered. */
  Write planned() {
    return write("");
  }

  /** Sends it; null when the server does not find the row. */
  @Nullable Change send(Session session) throws SQLException {
    TrackedTable table = row.table();
    return switch (action) {
      case INSERT ->
          answered(
              session,
              table.insertSql(),
              List.of(writer, row.row(), number),
              row.note(),
              text,
              random);
      case NOTE, BODY -> {
        String column = action == Action.NOTE ? "note" : "body";
        yield answered(
            session,
            table.updateSql("write_no = ?, " + column + " = ?"),
            List.of(number),
            Collections.singletonList(text),
            match());
      }
      case MOVE ->
          answered(session, table.updateSql("write_no = ?, " + table.move()), number, match());
      case DELETE ->
          session.update(table.deleteSql(), match().toArray()) == 0
              ? null
              : new Change(row, null, write(""));
    };
  }

  private @Nullable Change answered(Session session, String sql, @Nullable Object... parameters)
      throws SQLException {
    List<@Nullable Object> flat = new ArrayList<>();
    for (Object parameter : parameters) {
      if (parameter instanceof List<?> several) {
        flat.addAll(several);
      } else {
        flat.add(parameter);
      }
    }
    @Nullable String[] key = new String[1];
    boolean found = session.returning(sql, result -> key[0] = result.getString(1), flat.toArray());
    if (!found) {
      return null;
    }
    Row after = after(key[0]);
    return new Change(before(), after, write(after.digest()));
  }

  private Row after(@Nullable String key) {
    return switch (action) {
      case INSERT, MOVE, DELETE -> row.withKey(key, number);
      case NOTE -> row.withNote(text, number);
      case BODY -> row.withBody(text == null ? null : TrackedTable.md5(text), number);
    };
  }

  private List<Object> match() {
    String key = row.key();
    int bindings = row.table().bindings();
    return bindings == 0 || key == null
        ? List.of(writer, row.row())
        : Collections.nCopies(bindings, key);
  }

  private Write write(String digest) {
    Write.Kind kind = action == Action.DELETE ? Write.Kind.DELETE : Write.Kind.PUT;
    return new Write(kind, row.table().name(), row.row(), number, digest);
  }
}
