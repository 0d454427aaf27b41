package dev.daybreak.demo.ledger;

import java.util.List;

/** A transaction in the ledger; for the thread of its writer until the ledger is read. */
public final class Entry {
  private final int writer;
  private final long transaction;
  private volatile List<Write> writes;
  private volatile Outcome outcome = Outcome.UNKNOWN;

  Entry(int writer, long transaction, List<Write> writes) {
    this.writer = writer;
    this.transaction = transaction;
    this.writes = List.copyOf(writes);
  }

  /** The client that wrote it. */
  public int writer() {
    return writer;
  }

  /** Its number within its writer. */
  public long transaction() {
    return transaction;
  }

  /** What it writes, in order. */
  public List<Write> writes() {
    return writes;
  }

  /** What is known about it now. */
  public Outcome outcome() {
    return outcome;
  }

  /** Settles it; the writes are the same ones with what the server has told since. */
  void settle(Outcome known, List<Write> told) {
    writes = List.copyOf(told);
    outcome = known;
  }
}
