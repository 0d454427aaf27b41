package dev.daybreak.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.testkit.TestSql;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Living sessions under load, switched between two servers of different major versions. */
class SwitchIT {
  private static final int CLIENTS = 20;
  private static final String COUNTERS = "SELECT n FROM public.counter ORDER BY client";
  private static final String[] TABLES = {
    "CREATE TABLE public.entry (id serial, client int, n int, kind text, tenant text)",
    "CREATE TABLE public.counter (client int PRIMARY KEY, n int NOT NULL)",
    "INSERT INTO public.counter SELECT g, 0 FROM generate_series(0, 99) AS g"
  };

  private ProxyFixture fixture;

  @BeforeEach
  void start() {
    fixture = ProxyFixture.start();
    TestSql.run(fixture.source, TABLES);
    TestSql.run(fixture.target, TABLES);
    fence(fixture.target, "on");
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private static void fence(Endpoint endpoint, String value) {
    TestSql.run(
        endpoint,
        "ALTER DATABASE "
            + Names.quote(endpoint.database())
            + " SET default_transaction_read_only = "
            + value);
  }

  @Test
  void movesTwentyBusyClientsWithoutAFailedStatement() throws Exception {
    List<LoadClient> clients = startClients();
    Connection reading = fixture.connect();
    Statement reader = reading.createStatement();
    fixture.order(2, RouteState.ARMED, Side.SOURCE);
    fixture.order(2, RouteState.DRAINING, Side.SOURCE);
    fixture.order(2, RouteState.HOLDING, Side.SOURCE);
    fence(fixture.source, "on");
    String atReady = TestSql.value(fixture.source, "SELECT count(*) FROM public.entry");
    assertThat(TestSql.value(fixture.endpoint(), "SELECT count(*) FROM public.counter"))
        .as("a new client reads while writes are held")
        .isEqualTo("100");
    for (int i = 0; i < 20; i++) {
      assertThat(reader.executeQuery("SELECT n FROM public.counter").next()).isTrue();
    }
    Thread.sleep(50);
    assertThat(TestSql.value(fixture.source, "SELECT count(*) FROM public.entry"))
        .isEqualTo(atReady);
    fixture.order(3, RouteState.SERVING, Side.TARGET);
    fence(fixture.target, "off");
    Thread.sleep(300);
    stopClients(clients);
    reading.close();

    assertThat(TestSql.value(fixture.source, "SELECT count(*) FROM public.entry"))
        .isEqualTo(atReady);
    verify(clients);
    assertThat(fixture.proxy.measured(ProxyFixture.ROUTE).orElseThrow().failedStatements())
        .isZero();
    System.out.println("hold " + fixture.proxy.measured(ProxyFixture.ROUTE).orElseThrow());
  }

  @Test
  void anAbortReleasesEveryoneToTheOldSide() throws Exception {
    List<LoadClient> clients = startClients();
    fixture.order(2, RouteState.ARMED, Side.SOURCE);
    fixture.order(2, RouteState.DRAINING, Side.SOURCE);
    fixture.order(2, RouteState.HOLDING, Side.SOURCE);
    fence(fixture.source, "on");
    Thread.sleep(50);
    fence(fixture.source, "off");
    fixture.order(3, RouteState.SERVING, Side.SOURCE);
    Thread.sleep(200);
    stopClients(clients);
    verify(clients);
    assertThat(TestSql.value(fixture.target, "SELECT count(*) FROM public.entry")).isEqualTo("0");
  }

  @Test
  void goesThereAndBackAgain() throws Exception {
    List<LoadClient> clients = startClients();
    long epoch = 2;
    for (Side to : new Side[] {Side.TARGET, Side.SOURCE, Side.TARGET}) {
      Endpoint from = to == Side.TARGET ? fixture.source : fixture.target;
      Endpoint next = to == Side.TARGET ? fixture.target : fixture.source;
      fixture.order(epoch, RouteState.ARMED, to.other());
      fixture.order(epoch, RouteState.DRAINING, to.other());
      fixture.order(epoch, RouteState.HOLDING, to.other());
      fence(from, "on");
      fixture.order(epoch + 1, RouteState.SERVING, to);
      fence(next, "off");
      epoch += 2;
      Thread.sleep(100);
    }
    stopClients(clients);
    verify(clients);
  }

  private List<LoadClient> startClients() throws Exception {
    List<LoadClient> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new LoadClient(i, fixture));
    }
    clients.forEach(LoadClient::start);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (clients.stream().anyMatch(client -> client.rounds() < 3)) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(5);
    }
    return clients;
  }

  private static void stopClients(List<LoadClient> clients) throws InterruptedException {
    for (LoadClient client : clients) {
      client.stop();
    }
  }

  /** Every acknowledged write is on exactly one side, once, and there in order. */
  private void verify(List<LoadClient> clients) {
    List<String> failures =
        clients.stream().map(LoadClient::failure).filter(text -> !text.isEmpty()).toList();
    assertThat(failures).isEmpty();
    Map<String, List<String>> source = entries(fixture.source);
    Map<String, List<String>> target = entries(fixture.target);
    List<String> sourceCounters = TestSql.rows(fixture.source, COUNTERS);
    List<String> targetCounters = TestSql.rows(fixture.target, COUNTERS);
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
