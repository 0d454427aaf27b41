package dev.daybreak.demo.traffic;

import dev.daybreak.demo.ledger.Entry;
import dev.daybreak.demo.ledger.Ledger;
import dev.daybreak.demo.ledger.Write;
import dev.daybreak.demo.workload.TrackedTable;
import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The identity of one client, its numbers and its live rows, and its dealings with the ledger. For
 * the client's thread, except {@link #rowsMade}.
 */
final class Author {
  private final int writer;
  private final SplittableRandom random;
  private final Ledger ledger;
  private final Meter meter;
  private final LiveRows rows = new LiveRows();
  private long transactions;
  private long numbers;
  private volatile long rowsMade;
  private String tenant;

  Author(int writer, SplittableRandom random, Ledger ledger, Meter meter) {
    this.writer = writer;
    this.random = random;
    this.ledger = ledger;
    this.meter = meter;
    this.tenant = "tenant of " + writer;
  }

  int writer() {
    return writer;
  }

  SplittableRandom random() {
    return random;
  }

  LiveRows rows() {
    return rows;
  }

  /** How many rows it has tried to insert. Any thread. */
  long rowsMade() {
    return rowsMade;
  }

  String tenant() {
    return tenant;
  }

  void tenant(String other) {
    tenant = other;
  }

  long nextNumber() {
    return ++numbers;
  }

  /** A new row, not inserted yet. */
  Row newRow(TrackedTable table, @Nullable String note, @Nullable String body) {
    long row = rowsMade + 1;
    rowsMade = row;
    String md5 = body == null ? null : TrackedTable.md5(body);
    return new Row(table, row, null, note, md5, tenant, 0);
  }

  void violation(String text) {
    ledger.violation("client " + writer + ": " + text);
  }

  /** Sends a write that is a transaction of its own. */
  void alone(Session session, RowWrite write) throws SQLException {
    Entry entry = begin(List.of(write.planned()));
    Change change;
    try {
      change = write.send(session);
    } catch (SQLException e) {
      refused(entry, Stream.ofNullable(write.before()), e);
      throw e;
    }
    if (change == null) {
      ledger.failed(entry);
      missing(write);
    } else {
      acknowledged(entry, List.of(change));
    }
  }

  /** Runs a transaction of its own whose writes are all known before. */
  void alone(List<Change> changes, Sending sending) throws SQLException {
    Entry entry = begin(changes.stream().map(Change::write).toList());
    try {
      sending.send();
    } catch (SQLException e) {
      refused(entry, Stream.empty(), e);
      throw e;
    }
    acknowledged(entry, changes);
  }

  /** Sends a write within a transaction and adds what it did. */
  void within(Session session, RowWrite write, List<Change> changes) throws SQLException {
    Change change = write.send(session);
    if (change == null) {
      missing(write);
    } else {
      changes.add(change);
    }
  }

  /** Commits what the session's transaction did. */
  void commit(Session session, List<Change> changes) throws SQLException {
    Entry entry = begin(changes.stream().map(Change::write).toList());
    try {
      session.commit();
    } catch (SQLException e) {
      refused(entry, changes.stream().flatMap(change -> Stream.ofNullable(change.before())), e);
      throw e;
    }
    acknowledged(entry, changes);
  }

  private Entry begin(List<Write> writes) {
    return ledger.begin(writer, ++transactions, writes);
  }

  private void acknowledged(Entry entry, List<Change> changes) {
    ledger.acknowledged(entry, changes.stream().map(Change::write).toList());
    changes.forEach(change -> rows.settle(change.before(), change.after()));
    meter.acknowledged(changes.size());
  }

  /** An answer from the server means that nothing was done; no answer means that nobody knows. */
  private void refused(Entry entry, Stream<Row> touched, SQLException e) {
    if (Answers.certain(e)) {
      ledger.failed(entry);
    } else {
      touched.forEach(rows::forget);
    }
  }

  private void missing(RowWrite write) {
    rows.forget(write.row());
    violation(
        write.action()
            + " does not find "
            + write.row().table().name()
            + " row "
            + write.row().row()
            + " as write "
            + write.row().number()
            + " left it");
  }

  /** Sends something. */
  interface Sending {
    void send() throws SQLException;
  }
}
