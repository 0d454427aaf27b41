package dev.daybreak.demo.traffic;

import dev.daybreak.demo.ledger.Write;
import dev.daybreak.demo.workload.TrackedTable;
import dev.daybreak.demo.workload.Workload;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Transfers between accounts, appends to witness lists and whole orders. Locks are taken in one
 * order, stock, lists, accounts, each by ascending key: clients wait for each other, never in a
 * circle. For one thread.
 */
final class BankTurns {
  private static final int LISTS = 64;
  private static final int ACCOUNTS = 10;
  private static final String APPEND =
      "UPDATE " + Workload.LISTS + " SET items = items || ?::bigint WHERE key = ?";
  private static final String BALANCE =
      "UPDATE " + Workload.ACCOUNTS + " SET balance = balance + ?::numeric WHERE id = ?";
  private static final String STOCK =
      "UPDATE shop.stock SET quantity = quantity - 1, sold = sold + 1 WHERE sku = ?";

  private final Author author;
  private final SplittableRandom random;
  private final RowTurns rows;
  private final TrackedTable transfers;

  BankTurns(Author author, Workload workload, RowTurns rows) {
    this.author = author;
    this.random = author.random();
    this.rows = rows;
    this.transfers =
        workload.tables().stream()
            .filter(table -> table.name().equals(Workload.TRANSFERS))
            .findFirst()
            .orElseThrow();
  }

  /** Moves money; now and then also appends to a list in the same transaction. */
  void transfer(Session session) throws SQLException {
    session.begin(false);
    List<Change> changes = new ArrayList<>();
    if (random.nextInt(3) == 0) {
      changes.add(append(session, 1 + random.nextInt(LISTS)));
    }
    int debit = 1 + random.nextInt(ACCOUNTS);
    int credit = 1 + (debit + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
    long amount = 1L + random.nextInt(50);
    move(session, Math.min(debit, credit), debit < credit ? -amount : amount);
    move(session, Math.max(debit, credit), debit < credit ? amount : -amount);
    Row row = author.newRow(transfers, debit + ">" + credit, null);
    author.within(
        session,
        new RowWrite(
            RowWrite.Action.INSERT, author.writer(), row, author.nextNumber(), null, amount),
        changes);
    author.commit(session, changes);
  }

  /** Appends to one list outside a transaction, or to two in one. */
  void append(Session session) throws SQLException {
    int key = 1 + random.nextInt(LISTS);
    if (random.nextBoolean()) {
      Change change = planned(key);
      author.alone(List.of(change), () -> send(session, change));
      return;
    }
    session.begin(false);
    List<Change> changes = new ArrayList<>();
    changes.add(append(session, key));
    if (key < LISTS) {
      changes.add(append(session, key + 1 + random.nextInt(LISTS - key)));
    }
    author.commit(session, changes);
  }

  /** Takes an article from stock and writes rows about it. */
  void order(Session session) throws SQLException {
    session.begin(false);
    session.update(STOCK, "sku-" + (1 + random.nextInt(3)));
    author.commit(session, rows.some(session));
  }

  private Change append(Session session, int key) throws SQLException {
    Change change = planned(key);
    send(session, change);
    return change;
  }

  private Change planned(int key) {
    return new Change(
        null, null, new Write(Write.Kind.APPEND, Workload.LISTS, key, author.nextNumber(), ""));
  }

  private void send(Session session, Change change) throws SQLException {
    Write write = change.write();
    int updated =
        session.update(APPEND, Write.item(author.writer(), write.number()), (int) write.row());
    if (updated != 1) {
      author.violation("list " + write.row() + " is there " + updated + " times");
    }
  }

  private void move(Session session, int account, long amount) throws SQLException {
    if (session.update(BALANCE, amount, account) != 1) {
      author.violation("account " + account + " is not there once");
    }
  }
}
