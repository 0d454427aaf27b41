package dev.daybreak.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.testkit.TestSql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Holds what load clients were told against what the two sides have. */
final class LoadLedger {
  private static final String COUNTERS = "SELECT n FROM public.counter ORDER BY client";
  static final String[] TABLES = {
    "CREATE TABLE public.entry (id serial, client int, n int, kind text, tenant text)",
    "CREATE TABLE public.counter (client int PRIMARY KEY, n int NOT NULL)",
    "INSERT INTO public.counter SELECT g, 0 FROM generate_series(0, 299) AS g"
  };

  private LoadLedger() {}

  /** Starts the clients and waits until each has done a few rounds. */
  static void start(List<LoadClient> clients) throws InterruptedException {
    clients.forEach(LoadClient::start);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (clients.stream().anyMatch(client -> client.rounds() < 3 && client.failure().isEmpty())) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(5);
    }
  }

  /** Every acknowledged write is on exactly one side, once, and there in order. */
  static void verify(List<LoadClient> clients, Endpoint sourceSide, Endpoint targetSide) {
    List<String> failures =
        clients.stream().map(LoadClient::failure).filter(text -> !text.isEmpty()).toList();
    assertThat(failures).isEmpty();
    Map<String, List<String>> source = entries(sourceSide);
    Map<String, List<String>> target = entries(targetSide);
    List<String> sourceCounters = TestSql.rows(sourceSide, COUNTERS);
    List<String> targetCounters = TestSql.rows(targetSide, COUNTERS);
    for (LoadClient client : clients) {
      String id = Integer.toString(client.id());
      List<String> here = source.getOrDefault(id, List.of());
      List<String> there = target.getOrDefault(id, List.of());
      List<String> both = new ArrayList<>(here);
      both.addAll(there);
      List<String> acknowledged = client.acknowledged();
      assertThat(both).containsExactlyInAnyOrderElementsOf(acknowledged);
      assertThat(acknowledged).containsSubsequence(here);
      if (!there.isEmpty()) {
        assertThat(acknowledged).containsSubsequence(there);
      }
      int counted =
          Integer.parseInt(sourceCounters.get(client.id()))
              + Integer.parseInt(targetCounters.get(client.id()));
      assertThat(counted).isEqualTo(client.counted());
    }
  }

  private static Map<String, List<String>> entries(Endpoint endpoint) {
    Map<String, List<String>> entries = new HashMap<>();
    String query =
        "SELECT client || ':' || n || ' ' || kind || ' ' || coalesce(tenant, '?')"
            + " FROM public.entry ORDER BY id";
    for (String row : TestSql.rows(endpoint, query)) {
      String client = row.substring(0, row.indexOf(':'));
      entries
          .computeIfAbsent(client, any -> new ArrayList<>())
          .add(row.substring(row.indexOf(':') + 1));
    }
    return entries;
  }
}
