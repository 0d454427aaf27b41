package dev.daybreak.demo.traffic;

import dev.daybreak.demo.ledger.Write;
import dev.daybreak.demo.workload.TrackedTable;
import dev.daybreak.demo.workload.Workload;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** What a client does to tracked rows, and how it reads its own writes. For one thread. */
final class RowTurns {
  private static final int BATCH_ROWS = 5;

  private final Author author;
  private final SplittableRandom random;
  private final List<TrackedTable> tables;
  private final TrackedTable keyless;

  RowTurns(Author author, Workload workload) {
    this.author = author;
    this.random = author.random();
    this.tables =
        workload.tables().stream().filter(t -> !t.name().equals(Workload.TRANSFERS)).toList();
    this.keyless = tables.stream().filter(t -> !t.hasKey()).findFirst().orElseThrow();
  }

  /** Reads a row of its own: it must be as the last acknowledged write left it. */
  void readOwn(Session session) throws SQLException {
    TrackedTable table = tables.get(random.nextInt(tables.size()));
    Row row = author.rows().pick(table, random);
    if (row == null) {
      single(session);
      return;
    }
    List<String> seen = new ArrayList<>();
    Object[] match = new Object[Math.max(2, table.bindings())];
    java.util.Arrays.fill(match, row.key());
    if (table.bindings() == 0) {
      match = new Object[] {author.writer(), row.row()};
    } else if (table.bindings() == 1) {
      match = new Object[] {row.key()};
    }
    session.read(table.readSql(), r -> seen.add(r.getLong(1) + " " + r.getString(2)), match);
    if (!seen.equals(List.of(row.number() + " " + row.digest()))) {
      author.violation(
          "reads its "
              + table.name()
              + " row "
              + row.row()
              + " in "
              + seen.size()
              + " versions, not as write "
              + row.number()
              + " left it");
    }
  }

  /** One write outside a transaction. */
  void single(Session session) throws SQLException {
    author.alone(session, next(List.of()));
  }

  /** Several writes in one transaction. */
  void several(Session session) throws SQLException {
    session.begin(false);
    author.commit(session, some(session));
  }

  /** Several writes that are taken back. */
  void takenBack(Session session) throws SQLException {
    session.begin(false);
    some(session);
    session.rollback();
  }

  /** Rows sent as a batch in one transaction. */
  void batch(Session session) throws SQLException {
    String sql =
        "INSERT INTO "
            + keyless.name()
            + " (note, body, origin, writer, row_no, write_no)"
            + " VALUES (?, ?, current_setting('my.tenant'), ?, ?, ?)";
    session.begin(false);
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < BATCH_ROWS; i++) {
      String body = Texts.body(random, keyless.large());
      Change change = inserted(body);
      changes.add(change);
      Row row = change.after();
      session.addBatch(sql, row.note(), body, author.writer(), row.row(), row.number());
    }
    session.sendBatch(sql);
    author.commit(session, changes);
  }

  /** Rows sent by COPY, which is a transaction of its own. */
  void copy(Session session) throws SQLException {
    List<Change> changes = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < BATCH_ROWS; i++) {
      String body = Texts.body(random, keyless.large());
      Change change = inserted(body);
      changes.add(change);
      Row row = change.after();
      lines.add(
          List.of(
                  Texts.copyField(row.note()),
                  Texts.copyField(body),
                  Texts.copyField(row.origin()),
                  author.writer(),
                  row.row(),
                  row.number())
              .stream()
              .map(Object::toString)
              .collect(Collectors.joining("\t", "", "\n")));
    }
    String sql =
        "COPY " + keyless.name() + " (note, body, origin, writer, row_no, write_no) FROM STDIN";
    author.alone(changes, () -> session.copy(sql, String.join("", lines)));
  }

  /** Two to four writes of distinct rows, within the session's transaction. */
  List<Change> some(Session session) throws SQLException {
    List<Change> changes = new ArrayList<>();
    int count = 2 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      author.within(session, next(changes), changes);
    }
    return changes;
  }

  private Change inserted(@org.jspecify.annotations.Nullable String body) {
    long number = author.nextNumber();
    Row row = author.newRow(keyless, Texts.note(random), body).withKey(null, number);
    return new Change(
        null, row, new Write(Write.Kind.PUT, keyless.name(), row.row(), number, row.digest()));
  }

  private RowWrite next(List<Change> taken) {
    TrackedTable table = tables.get(random.nextInt(tables.size()));
    Row row = author.rows().pick(table, random);
    boolean free = row != null && taken.stream().noneMatch(change -> same(change, row));
    if (row == null || !free || (random.nextInt(10) < 3 && !author.rows().full(table))) {
      return insert(table);
    }
    return change(row);
  }

  private static boolean same(Change change, Row row) {
    Row before = change.before();
    return before != null && before.table().equals(row.table()) && before.row() == row.row();
  }

  private RowWrite insert(TrackedTable table) {
    String body = Texts.body(random, table.large());
    Row row = author.newRow(table, Texts.note(random), body);
    return new RowWrite(
        RowWrite.Action.INSERT,
        author.writer(),
        row,
        author.nextNumber(),
        body,
        random.nextLong(1L << 40));
  }

  private RowWrite change(Row row) {
    RowWrite.Action action =
        switch (random.nextInt(author.rows().full(row.table()) ? 16 : 10)) {
          case 0, 1, 2, 3 -> RowWrite.Action.NOTE;
          case 4, 5 -> RowWrite.Action.BODY;
          case 6, 7 -> row.table().move().isEmpty() ? RowWrite.Action.NOTE : RowWrite.Action.MOVE;
          default -> RowWrite.Action.DELETE;
        };
    String text =
        action == RowWrite.Action.BODY
            ? Texts.body(random, row.table().large())
            : Texts.note(random);
    return new RowWrite(action, author.writer(), row, author.nextNumber(), text, 0);
  }
}
