package dev.daybreak.demo.ledger;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.postgres.Connections;
import dev.daybreak.postgres.ServerErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares a database with the ledger of its clients, after they have stopped: every acknowledged
 * write once, nothing of a refused one, transactions of unknown outcome whole or not at all.
 */
public final class LedgerCheck {
  private final Expected expected;
  private final Observed observed;
  private final List<Entry> entries;
  private final Findings findings = new Findings();

  private LedgerCheck(List<Entry> entries, Observed observed) {
    this.entries = entries;
    this.expected = Expected.of(entries);
    this.observed = observed;
  }

  /**
   * Checks.
   *
   * @param ledger of clients that have stopped
   * @param active the database that is active at the end, with the right to read everything
   * @throws dev.daybreak.kernel.error.MigrationException as {@link ServerErrors#translate} says
   */
  public static LedgerVerdict check(Ledger ledger, Endpoint active) {
    LedgerCheck check = new LedgerCheck(ledger.entries(), observe(ledger, active));
    ledger.violations().forEach(check.findings::violation);
    return check.run(active.database());
  }

  /** Compares what was read already. */
  static LedgerVerdict check(String database, List<Entry> entries, Observed observed) {
    return new LedgerCheck(entries, observed).run(database);
  }

  private static Observed observe(Ledger ledger, Endpoint active) {
    try (Connection connection = Connections.open(active, "ledger check", Side.TARGET)) {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      return Observed.read(connection, ledger.workload(), ledger.writers());
    } catch (SQLException e) {
      throw ServerErrors.translate(Side.TARGET, "cannot check the ledger of " + active, e);
    }
  }

  private LedgerVerdict run(String database) {
    checkRows();
    checkAudit();
    checkLists();
    observed.wrongAccounts().forEach(findings::violation);
    long present = checkUnknown();
    return findings.verdict(database, count(Outcome.ACKNOWLEDGED), count(Outcome.UNKNOWN), present);
  }

  private long count(Outcome outcome) {
    return entries.stream()
        .filter(entry -> entry.outcome() == outcome)
        .mapToLong(entry -> entry.writes().size())
        .sum();
  }

  private void checkRows() {
    for (RowId row : expected.allRows(observed)) {
      List<Seen> seen = observed.rows().getOrDefault(row, List.of());
      if (seen.size() > 1) {
        findings.duplicated(seen.size() - 1, row + " is there " + seen.size() + " times");
      }
      Write last = expected.rows().get(row);
      Write doubtful = expected.doubtful().get(row);
      if (!explained(last, seen) && !(doubtful != null && explained(doubtful, seen))) {
        report(row, last, seen);
      }
    }
  }

  /** Whether the last write leaves the row as it is seen; no write at all leaves none. */
  private static boolean explained(@Nullable Write last, List<Seen> seen) {
    if (last == null || last.kind() == Write.Kind.DELETE) {
      return seen.isEmpty();
    }
    return seen.stream().anyMatch(version -> version.is(last));
  }

  private void report(RowId row, @Nullable Write last, List<Seen> seen) {
    if (last == null) {
      findings.violation(row + " shows a write that was never committed");
    } else if (seen.isEmpty()) {
      findings.lost(row + " with write " + last.number() + " is not there");
    } else if (last.kind() == Write.Kind.DELETE) {
      findings.lost(row + " is there, although write " + last.number() + " deleted it");
    } else if (seen.get(0).number() > last.number()) {
      findings.violation(
          row + " shows write " + seen.get(0).number() + ", which was never committed");
    } else if (seen.get(0).number() < last.number()) {
      findings.lost(
          row
              + " is as old as write "
              + seen.get(0).number()
              + ", not as write "
              + last.number()
              + " left it");
    } else {
      findings.lost(row + " has not the content that write " + last.number() + " gave it");
    }
  }

  private void checkAudit() {
    Set<Long> explained = new HashSet<>();
    for (Entry entry : entries) {
      for (Write write : entry.writes()) {
        if (write.kind() == Write.Kind.PUT && entry.outcome() != Outcome.FAILED) {
          explained.add(Write.item(entry.writer(), write.number()));
          checkAudit(entry, write);
        }
      }
    }
    for (Map.Entry<Long, Integer> audited : observed.audit().entrySet()) {
      if (!explained.contains(audited.getKey())) {
        findings.violation(
            "the audit has write " + name(audited.getKey()) + ", which was never committed");
      }
    }
  }

  private void checkAudit(Entry entry, Write write) {
    long item = Write.item(entry.writer(), write.number());
    int times = observed.audit().getOrDefault(item, 0);
    if (times > 1) {
      findings.duplicated(
          times - 1,
          "the audit has write " + name(item) + " to " + write.table() + " " + times + " times");
    } else if (times == 0 && entry.outcome() == Outcome.ACKNOWLEDGED) {
      findings.lost("the audit lacks write " + name(item) + " to " + write.table());
    }
  }

  private void checkLists() {
    Set<Long> committed = new HashSet<>();
    Set<Integer> writers = new HashSet<>();
    for (Entry entry : entries) {
      writers.add(entry.writer());
      if (entry.outcome() != Outcome.FAILED) {
        entry.writes().forEach(w -> committed.add(Write.item(entry.writer(), w.number())));
      }
    }
    expected
        .appends()
        .forEach(
            (key, items) ->
                Lists.check(key, items, observed.lists().getOrDefault(key, new long[0]), findings));
    observed
        .lists()
        .forEach(
            (key, items) -> {
              for (long item : items) {
                if (writers.contains(Write.writerOf(item)) && !committed.contains(item)) {
                  findings.violation(
                      "list " + key + " has append " + name(item) + ", which was never committed");
                }
              }
            });
  }

  /** How many writes of unknown outcome are there; a transaction that is there in part is torn. */
  private long checkUnknown() {
    long present = 0;
    for (Entry entry : expected.unknown()) {
      long there = entry.writes().stream().filter(write -> isThere(entry, write)).count();
      present += there;
      if (there > 0 && there < entry.writes().size()) {
        findings.violation(
            "transaction "
                + entry.writer()
                + "/"
                + entry.transaction()
                + " is torn: "
                + there
                + " of "
                + entry.writes().size()
                + " writes are there");
      }
    }
    return present;
  }

  private boolean isThere(Entry entry, Write write) {
    if (write.kind() == Write.Kind.APPEND) {
      long item = Write.item(entry.writer(), write.number());
      long[] items = observed.lists().getOrDefault(write.row(), new long[0]);
      return java.util.Arrays.stream(items).anyMatch(other -> other == item);
    }
    RowId row = new RowId(write.table(), entry.writer(), write.row());
    return explained(write, observed.rows().getOrDefault(row, List.of()));
  }

  private static String name(long item) {
    return Write.writerOf(item) + "/" + Write.numberOf(item);
  }
}
