package dev.daybreak.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.stage.ChangeStream;
import dev.daybreak.testkit.TestSql;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class VolumeIT {
  private static final Duration BUDGET = Duration.ofSeconds(120);
  private static final int TRANSACTIONS = Integer.getInteger("daybreak.test.transactions", 4_000);

  @Test
  void drainsManySmallTransactionsOfSeveralShapesInOrder() {
    try (Replica replica =
        Replica.create(
            ServerRelease.PG15,
            ServerRelease.PG17,
            "CREATE TABLE public.accounts (aid int PRIMARY KEY, bid int, abalance int, filler"
                + " text)",
            "CREATE TABLE public.tellers (tid int PRIMARY KEY, tbalance int)",
            "CREATE TABLE public.branches (bid int PRIMARY KEY, bbalance int)",
            "CREATE TABLE public.history (tid int, bid int, aid int, delta int, mtime timestamp)",
            """
            CREATE PROCEDURE public.work(n int) LANGUAGE plpgsql AS $$
            BEGIN
              FOR i IN 1..n LOOP
                UPDATE public.accounts SET abalance = abalance + i WHERE aid = 1 + i * 7919 % 10000;
                UPDATE public.tellers SET tbalance = tbalance + i WHERE tid = 1 + i % 10;
                UPDATE public.branches SET bbalance = bbalance + i WHERE bid = 1;
                INSERT INTO public.history
                  VALUES (1 + i % 10, 1, 1 + i * 7919 % 10000, i, '2024-01-01');
                COMMIT;
              END LOOP;
            END $$
            """)) {
      replica.source(
          "INSERT INTO public.accounts SELECT g, 1, 0, repeat('x', 80) FROM generate_series(1,"
              + " 10000) g",
          "INSERT INTO public.tellers SELECT g, 0 FROM generate_series(1, 10) g",
          "INSERT INTO public.branches VALUES (1, 0)",
          "CALL public.work(" + TRANSACTIONS + ")");
      long begin = System.nanoTime();
      ChangeStream stream = replica.start();
      stream.awaitApplied(stream.sentinel(), BUDGET);
      double seconds = (System.nanoTime() - begin) / 1e9;
      System.err.printf("drained %d transactions in %.2f s%n", TRANSACTIONS, seconds);
      assertThat(stream.status().changes()).isEqualTo(10_011 + 4L * TRANSACTIONS);
      for (String table : new String[] {"accounts", "tellers", "branches", "history"}) {
        replica.assertEqual("public." + table);
      }
    }
  }

  @Test
  void keepsATransactionLargerThanMemoryAllowsOnDiskAndAppliesItWhole() {
    try (Replica replica =
        Replica.create(
            ServerRelease.PG14,
            ServerRelease.PG18,
            CdcOptions.defaults().withSpillBytes(64 * 1024),
            "CREATE TABLE public.t (id int PRIMARY KEY, v text)",
            "CREATE TABLE public.u (id int PRIMARY KEY, v text)")) {
      ChangeStream stream = replica.start();
      replica.source(
          "INSERT INTO public.u VALUES (0, 'before')",
          "WITH a AS (INSERT INTO public.t SELECT g, repeat('ü' || g, 30)"
              + " FROM generate_series(1, 30000) g RETURNING id, v)"
              + " INSERT INTO public.u SELECT id, v FROM a",
          "UPDATE public.u SET v = 'after' WHERE id = 0");
      replica.catchUp();
      assertThat(stream.status().changes()).isEqualTo(60_002);
      replica.assertEqual("public.t");
      replica.assertEqual("public.u");
      assertThat(TestSql.value(replica.spec.to(), "SELECT v FROM public.u WHERE id = 0"))
          .isEqualTo("after");
    }
  }
}
