package dev.daybreak.proxy.traffic;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What the clients of one user did on one database since the proxy's start. Thread-safe. */
public final class Traffic {
  private final String user;
  private final LongAdder transactions = new LongAdder();
  private final LongAdder queries = new LongAdder();
  private final LongAdder received = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder queryNanos = new LongAdder();
  private final LongAdder transactionNanos = new LongAdder();
  private final LongAdder waitNanos = new LongAdder();
  private final Latencies latencies = new Latencies();
  private final Map<String, LongAdder> lost = new ConcurrentHashMap<>();

  public Traffic(String user) {
    this.user = user;
  }

  /**
   * What has been counted up to a moment; times in nanoseconds.
   *
   * @param transactions transactions ended, each statement outside a block being one
   * @param queries queries answered: what ReadyForQuery ends
   * @param received bytes from clients
   * @param sent bytes from servers
   * @param queryNanos from a query's arrival to its end
   * @param transactionNanos from a transaction's first query to its end
   * @param waitNanos clients' waits for a server connection
   */
  public record Totals(
      long transactions,
      long queries,
      long received,
      long sent,
      long queryNanos,
      long transactionNanos,
      long waitNanos) {
    Totals plus(Totals more) {
      return new Totals(
          transactions + more.transactions,
          queries + more.queries,
          received + more.received,
          sent + more.sent,
          queryNanos + more.queryNanos,
          transactionNanos + more.transactionNanos,
          waitNanos + more.waitNanos);
    }
  }

  /** The sum over users. */
  public static Totals sum(Collection<Traffic> users) {
    Totals sum = new Totals(0, 0, 0, 0, 0, 0, 0);
    for (Traffic one : users) {
      sum = sum.plus(one.totals());
    }
    return sum;
  }

  public String user() {
    return user;
  }

  /** How long queries took. */
  public Latencies latencies() {
    return latencies;
  }

  /** A query has been answered. */
  public void query(long nanos) {
    queries.increment();
    queryNanos.add(nanos);
    latencies.add(nanos);
  }

  /** A transaction has ended. */
  public void transaction(long nanos) {
    transactions.increment();
    transactionNanos.add(nanos);
  }

  /** Bytes came from a client. */
  public void received(int bytes) {
    received.add(bytes);
  }

  /** Bytes came from a server. */
  public void sent(int bytes) {
    sent.add(bytes);
  }

  /** A client has waited for a server connection. */
  public void waited(long nanos) {
    waitNanos.add(nanos);
  }

  /** Clients have lost what they set for their session, because they share server connections. */
  public void lost(Set<String> kinds) {
    for (String kind : kinds) {
      lost.computeIfAbsent(kind, first -> new LongAdder()).increment();
    }
  }

  /** How often clients have lost what, by the word that set it. */
  public Map<String, Long> lost() {
    Map<String, Long> counts = new TreeMap<>();
    lost.forEach((kind, count) -> counts.put(kind, count.sum()));
    return counts;
  }

  /** All counts. */
  public Totals totals() {
    return new Totals(
        transactions.sum(),
        queries.sum(),
        received.sum(),
        sent.sum(),
        queryNanos.sum(),
        transactionNanos.sum(),
        waitNanos.sum());
  }
}
