package dev.daybreak.e2e.journey;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Two plain clients of a {@link Shop}: insert, update with and without key, read. */
public final class Clients implements AutoCloseable {
  private static final long PAUSE_MILLIS = 10;
  private static final long PATIENCE_MILLIS = 20_000;

  private final String url;
  private final List<Thread> threads = new ArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final AtomicLong rounds = new AtomicLong();
  private volatile boolean stopping;

  private Clients(String url) {
    this.url = url;
  }

  /** Starts them against the proxy of a scene. */
  public static Clients start(Scene scene) {
    Clients clients =
        new Clients(
            "jdbc:postgresql://127.0.0.1:"
                + scene.port()
                + "/"
                + scene.source().database()
                + "?user=postgres");
    for (int i = 1; i <= 2; i++) {
      int number = i;
      Thread thread = new Thread(() -> clients.run(number), "shop-client-" + i);
      thread.setDaemon(true);
      clients.threads.add(thread);
      thread.start();
    }
    return clients;
  }

  private void run(int number) {
    try (Connection connection = DriverManager.getConnection(url);
        PreparedStatement visit =
            connection.prepareStatement(
                "UPDATE public.\"Kunde\" SET visits = visits + 1 WHERE id = ?");
        PreparedStatement happen =
            connection.prepareStatement("INSERT INTO public.happened (what, seen) VALUES (?, 0)");
        Statement statement = connection.createStatement()) {
      while (!stopping) {
        visit.setInt(1, number);
        visit.executeUpdate();
        happen.setString(1, rounds.get() % 2 == 0 ? "" : "é");
        happen.executeUpdate();
        statement.executeUpdate("UPDATE public.happened SET seen = seen + 1 WHERE what = 'start'");
        statement.executeQuery("SELECT count(*) FROM public.line WHERE customer = 7").close();
        rounds.incrementAndGet();
        Scene.nap(java.time.Duration.ofMillis(PAUSE_MILLIS));
      }
    } catch (SQLException e) {
      failures.add(e.getSQLState() + " " + e.getMessage());
    }
  }

  /** Every error a client saw. */
  public List<String> failures() {
    return failures;
  }

  /** How often a client went through all its statements. */
  public long rounds() {
    return rounds.get();
  }

  /** Waits until each has done a few rounds more: they are served now. */
  public void awaitService() {
    long wanted = rounds() + 5;
    long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    while (rounds() < wanted && failures.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("the clients are not served");
      }
      Scene.nap(java.time.Duration.ofMillis(PAUSE_MILLIS));
    }
  }

  /** Lets them finish what they do. */
  public void stop() {
    stopping = true;
    try {
      for (Thread thread : threads) {
        thread.join(PATIENCE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
  }
}
