package dev.daybreak.proxy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * An application that does autocommit inserts, transactions, prepared updates and reads in turn,
 * and remembers what was acknowledged. Its tenant is a custom setting that every insert reads back.
 */
final class LoadClient {
  private final int id;
  private final long everyNanos;
  private final Connection connection;
  private final Thread thread;
  private final List<String> acknowledged = new CopyOnWriteArrayList<>();
  private final AtomicLong reads = new AtomicLong();
  private final List<Sample> samples = new ArrayList<>();
  private volatile int rounds;
  private volatile int counted;
  private volatile boolean stopping;
  private volatile String failure = "";

  /**
   * How long one read or one write took.
   *
   * @param at when it began, by {@link System#nanoTime}
   */
  record Sample(long at, long nanos, boolean read) {}

  /**
   * @param everyMillis how often a round begins, whether the last took long or not; 0 for at once
   */
  LoadClient(int id, ProxyFixture fixture, long everyMillis) throws SQLException {
    this.everyNanos = TimeUnit.MILLISECONDS.toNanos(everyMillis);
    this.id = id;
    connection =
        fixture.connect(
            "prepareThreshold",
            id % 2 == 0 ? "1" : "5",
            "preferQueryMode",
            id % 5 == 4 ? "simple" : "extended");
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET my.tenant = '" + tenant() + "'");
      statement.execute("SET statement_timeout = '59s'");
    }
    thread = new Thread(this::run, "load-client-" + id);
    thread.setDaemon(true);
  }

  private String tenant() {
    return id + "'' ü";
  }

  void start() {
    thread.start();
  }

  /** Lets the present round be the last one. */
  void finish() {
    stopping = true;
  }

  void stop() throws InterruptedException {
    finish();
    thread.join(20_000);
    if (thread.isAlive()) {
      failure = "client " + id + " hangs in round " + rounds;
    }
  }

  private void run() {
    String sql =
        "INSERT INTO public.entry (client, n, kind, tenant) VALUES (?, ?, ?,"
            + " current_setting('my.tenant', true))";
    try (Connection open = connection;
        PreparedStatement insert = open.prepareStatement(sql);
        PreparedStatement update =
            open.prepareStatement("UPDATE public.counter SET n = n + 1 WHERE client = ?");
        PreparedStatement read =
            open.prepareStatement("SELECT n FROM public.counter WHERE client = ?")) {
      // Clients of different applications do not send in the same moment.
      long next = System.nanoTime() + ThreadLocalRandom.current().nextLong(everyNanos + 1);
      LockSupport.parkNanos(next - System.nanoTime());
      while (!stopping) {
        round(insert, update, read);
        rounds++;
        next += everyNanos;
        LockSupport.parkNanos(next - System.nanoTime());
      }
      try (ResultSet row = open.createStatement().executeQuery("SHOW statement_timeout")) {
        row.next();
        failure = row.getString(1).equals("59s") ? failure : "setting lost: " + row.getString(1);
      }
    } catch (SQLException | RuntimeException e) {
      failure = "client " + id + " round " + rounds + ": " + e + " " + state(e);
    }
  }

  private static String state(Exception e) {
    return e instanceof SQLException sql ? sql.getSQLState() : "";
  }

  private void round(PreparedStatement insert, PreparedStatement update, PreparedStatement read)
      throws SQLException {
    for (int i = 0; i < 3; i++) {
      read.setInt(1, id);
      long at = System.nanoTime();
      try (ResultSet row = read.executeQuery()) {
        row.next();
        reads.incrementAndGet();
      }
      samples.add(new Sample(at, System.nanoTime() - at, true));
    }
    long at = System.nanoTime();
    insert(insert, "auto");
    samples.add(new Sample(at, System.nanoTime() - at, false));
    update.setInt(1, id);
    at = System.nanoTime();
    if (update.executeUpdate() != 1) {
      throw new IllegalStateException("the update hit no row");
    }
    samples.add(new Sample(at, System.nanoTime() - at, false));
    counted++;
    connection.setAutoCommit(false);
    insertOnly(insert, "block");
    insertOnly(insert, "block2");
    connection.commit();
    acknowledged.add(line("block"));
    acknowledged.add(line("block2"));
    connection.setAutoCommit(true);
  }

  private void insert(PreparedStatement insert, String kind) throws SQLException {
    insertOnly(insert, kind);
    acknowledged.add(line(kind));
  }

  private void insertOnly(PreparedStatement insert, String kind) throws SQLException {
    insert.setInt(1, id);
    insert.setInt(2, rounds);
    insert.setString(3, kind);
    insert.executeUpdate();
  }

  private String line(String kind) {
    return rounds + " " + kind + " " + tenant().replace("''", "'");
  }

  int id() {
    return id;
  }

  int rounds() {
    return rounds;
  }

  int counted() {
    return counted;
  }

  long reads() {
    return reads.get();
  }

  String failure() {
    return failure;
  }

  /** What it measured; to be asked when it has stopped. */
  List<Sample> samples() {
    return samples;
  }

  List<String> acknowledged() {
    return acknowledged;
  }
}
