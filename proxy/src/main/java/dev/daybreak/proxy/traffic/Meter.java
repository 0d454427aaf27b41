package dev.daybreak.proxy.traffic;

/** Times one session's queries and transactions. Used by its event loop. */
public final class Meter {
  private final Traffic traffic;
  private long queryAt;
  private long transactionAt;

  public Meter(Traffic traffic) {
    this.traffic = traffic;
  }

  /** Bytes came from the client; they may begin a query. */
  public void received(int bytes) {
    traffic.received(bytes);
    if (queryAt == 0) {
      queryAt = now();
      transactionAt = transactionAt == 0 ? queryAt : transactionAt;
    }
  }

  /** Bytes came from the server. */
  public void sent(int bytes) {
    traffic.sent(bytes);
  }

  /**
   * The server is ready for the next query.
   *
   * @param inTransaction whether within a block
   * @param more whether further queries are with the server already
   */
  public void ready(boolean inTransaction, boolean more) {
    if (queryAt == 0) {
      return;
    }
    long now = now();
    traffic.query(now - queryAt);
    queryAt = more ? now : 0;
    if (!inTransaction) {
      traffic.transaction(now - transactionAt);
      transactionAt = queryAt;
    }
  }

  /** Never 0, which stands for no time. */
  private static long now() {
    return System.nanoTime() | 1;
  }
}
