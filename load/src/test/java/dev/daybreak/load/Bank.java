package dev.daybreak.load;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.postgres.Connections;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writers that move money between accounts: the sum never changes, every transfer is noted in a
 * ledger, some rows move between partitions, some have no key at all.
 */
final class Bank implements AutoCloseable {
  static final int ACCOUNTS = 2_000;
  static final String[] TABLES = {
    "CREATE TABLE public.account (id int PRIMARY KEY, balance numeric NOT NULL, note text)",
    "ALTER TABLE public.account ALTER note SET STORAGE EXTERNAL",
    "CREATE TABLE public.ledger (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a int, b int,"
        + " amount numeric, filler text)",
    "CREATE TABLE public.loose (kind text, n int)",
    "CREATE TABLE public.part (id bigint, h int, v text, PRIMARY KEY (id, h)) PARTITION BY HASH"
        + " (h)",
    "CREATE TABLE public.part0 PARTITION OF public.part FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
    "CREATE TABLE public.part1 PARTITION OF public.part FOR VALUES WITH (MODULUS 2, REMAINDER 1)",
  };
  static final String[] ROWS = {
    "INSERT INTO public.account SELECT g, 100, repeat(md5(g::text), 100)"
        + " FROM generate_series(1, "
        + ACCOUNTS
        + ") g",
    "INSERT INTO public.ledger (a, b, amount, filler) SELECT 1, 2, 0, repeat('x', 200)"
        + " FROM generate_series(1, 30000)",
    "INSERT INTO public.loose SELECT 'k' || g % 3, NULL FROM generate_series(1, 30) g",
    "INSERT INTO public.part SELECT g, g % 10, 'v' FROM generate_series(1, 2000) g",
  };
  static final List<String> NAMES =
      List.of("public.account", "public.ledger", "public.loose", "public.part0", "public.part1");

  private final List<Thread> writers = new ArrayList<>();
  private final AtomicLong transfers = new AtomicLong();
  private volatile boolean stopped;
  private volatile Throwable failure;

  Bank(Endpoint source, int count, long seed) {
    for (int i = 0; i < count; i++) {
      Random random = new Random(seed + i);
      Thread writer = new Thread(() -> write(source, random), "bank-" + i);
      writer.setDaemon(true);
      writer.start();
      writers.add(writer);
    }
  }

  long transfers() {
    return transfers.get();
  }

  private void write(Endpoint source, Random random) {
    try (Connection connection = Connections.open(source, "bank");
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      while (!stopped) {
        try {
          transfer(statement, random);
          connection.commit();
          transfers.incrementAndGet();
        } catch (SQLException e) {
          connection.rollback();
          if (!"40P01".equals(e.getSQLState())) {
            throw e;
          }
        }
        Thread.sleep(8);
      }
    } catch (SQLException e) {
      failure = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void transfer(Statement statement, Random random) throws SQLException {
    int from = 1 + random.nextInt(ACCOUNTS);
    int to = 1 + random.nextInt(ACCOUNTS);
    int amount = random.nextInt(100);
    statement.execute(
        "UPDATE public.account SET balance = balance - " + amount + " WHERE id = " + from);
    statement.execute(
        "UPDATE public.account SET balance = balance + " + amount + " WHERE id = " + to);
    statement.execute(
        "INSERT INTO public.ledger (a, b, amount) VALUES (" + from + "," + to + "," + amount + ")");
    int dice = random.nextInt(10);
    if (dice == 0) {
      statement.execute(
          "UPDATE public.part SET h = h + 1 WHERE id = " + (1 + random.nextInt(2000)));
    } else if (dice == 1) {
      statement.execute(
          "UPDATE public.loose SET n = coalesce(n, 0) + 1 WHERE ctid ="
              + " (SELECT ctid FROM public.loose ORDER BY random() LIMIT 1)");
    } else if (dice == 2) {
      statement.execute(
          "UPDATE public.account SET note = note || '.' WHERE id = "
              + (1 + random.nextInt(ACCOUNTS)));
    }
  }

  @Override
  public void close() {
    stopped = true;
    for (Thread writer : writers) {
      try {
        writer.join(10_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }
}
