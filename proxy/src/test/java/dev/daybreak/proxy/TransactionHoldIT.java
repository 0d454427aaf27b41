package dev.daybreak.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.route.Route;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.postgres.Connections;
import dev.daybreak.proxy.pool.PoolMode;
import dev.daybreak.testkit.TestSql;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What single clients go through in a switch when they share two server connections. */
class TransactionHoldIT extends HoldScene {
  private static final String PID = "SELECT pg_backend_pid()";
  private static final String VERSION = "SHOW server_version";

  @BeforeEach
  void share() {
    fixture.proxy.pool(ProxyFixture.ROUTE, pool(PoolMode.TRANSACTION, 2));
  }

  private static String value(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void aReadThatWritesIsParkedAndReplayedOnTheNewSide() throws Exception {
    try (Connection client = fixture.connect("prepareThreshold", "1");
        PreparedStatement sneaky = client.prepareStatement("SELECT public.sneaky(?)")) {
      hold(2);
      sneaky.setString(1, "müsli");
      CompletableFuture<String> answer = later(() -> value(sneaky));
      awaitParked(1);
      release(3, Side.TARGET);
      assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("müsli");
      sneaky.setString(1, "again");
      assertThat(value(sneaky)).isEqualTo("again");
    }
    assertThat(TestSql.rows(fixture.source, "SELECT v FROM public.t")).isEmpty();
    assertThat(TestSql.rows(fixture.target, "SELECT v FROM public.t"))
        .containsExactly("müsli", "again");
  }

  @Test
  void aRejectedNamedParseIsRepeatedOnTheSameSideAfterAnAbort() throws Exception {
    try (Connection client = fixture.connect("prepareThreshold", "-1");
        PreparedStatement sneaky = client.prepareStatement("SELECT public.sneaky(?)")) {
      hold(2);
      sneaky.setString(1, "a");
      CompletableFuture<String> answer = later(() -> value(sneaky));
      awaitParked(1);
      release(3, Side.SOURCE);
      assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("a");
    }
    assertThat(TestSql.rows(fixture.source, "SELECT v FROM public.t")).containsExactly("a");
  }

  /** The type's number differs between the sides. */
  @Test
  void preparedStatementsWithTypesOfTheirOwnWorkOnTheOtherSideAndBack() throws Exception {
    TestSql.run(fixture.target, "CREATE TABLE public.shift (v text)");
    for (Endpoint side : new Endpoint[] {fixture.source, fixture.target}) {
      TestSql.run(side, "CREATE TYPE public.mood AS ENUM ('sad', 'glad')");
    }
    String oid = "SELECT 'public.mood'::regtype::oid";
    assertThat(TestSql.value(fixture.source, oid)).isNotEqualTo(TestSql.value(fixture.target, oid));
    int before = Integer.parseInt(TestSql.value(fixture.source, oid));
    try (RawClient client =
        RawClient.login(fixture.port(), "user", "postgres", "database", "app")) {
      client.send(RawClient.frame('P', parse("mood", "SELECT $1 = 'glad'", before)));
      client.send(RawClient.frame('S'));
      client.until('Z');
      for (int epoch = 2; epoch <= 6; epoch += 2) {
        Side to = epoch == 4 ? Side.SOURCE : Side.TARGET;
        fixture.order(epoch, RouteState.ARMED, to.other());
        fixture.order(epoch, RouteState.DRAINING, to.other());
        fixture.order(epoch, RouteState.HOLDING, to.other());
        release(epoch + 1, to);
        client.send(RawClient.frame('B', bind("mood", "glad")));
        client.send(RawClient.frame('E', new byte[5]));
        client.send(RawClient.frame('S'));
        assertThat(client.until('Z'))
            .anyMatch(frame -> frame.type() == 'D' && frame.text().endsWith("t"));
        assertThat(client.ask(VERSION)).startsWith(to == Side.TARGET ? "17" : "15");
      }
    }
  }

  private static byte[] parse(String name, String sql, int type) throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(body);
    out.write((name + "\0" + sql + "\0").getBytes(StandardCharsets.UTF_8));
    out.writeShort(1);
    out.writeInt(type);
    return body.toByteArray();
  }

  private static byte[] bind(String statement, String value) throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(body);
    out.write(("\0" + statement + "\0").getBytes(StandardCharsets.UTF_8));
    out.writeShort(0);
    out.writeShort(1);
    out.writeInt(value.length());
    out.write(value.getBytes(StandardCharsets.UTF_8));
    out.writeShort(0);
    return body.toByteArray();
  }

  @Test
  void aUnitOfWhichTheServerHasTheBeginningIsFinishedBeforeTheHold() throws Exception {
    try (RawClient client =
        RawClient.login(fixture.port(), "user", "postgres", "database", "app")) {
      String insert = "INSERT INTO public.t SELECT $1::int::text";
      fixture.order(2, RouteState.ARMED, Side.SOURCE);
      fixture.order(2, RouteState.DRAINING, Side.SOURCE);
      client.send(RawClient.frame('P', parse("late", insert, 23)));
      client.send(RawClient.frame('B', bind("late", "7")));
      Thread.sleep(100);
      fixture.board.order(ProxyFixture.ROUTE, 2, RouteState.HOLDING, Side.SOURCE);
      fixture.board.awaitReason(
          ProxyFixture.ROUTE, 2, RouteState.HOLDING, "a transaction without its Sync");
      client.send(RawClient.frame('E', new byte[5]));
      client.send(RawClient.frame('S'));
      client.until('Z');
      fixture.board.awaitReady(ProxyFixture.ROUTE, 2, RouteState.HOLDING);
      client.query("INSERT INTO public.t VALUES ('held')");
      awaitParked(1);
      release(3, Side.TARGET);
      client.until('Z');
    }
    assertThat(TestSql.rows(fixture.source, "SELECT v FROM public.t")).containsExactly("7");
    assertThat(TestSql.rows(fixture.target, "SELECT v FROM public.t")).containsExactly("held");
  }

  @Test
  void aPipelineIsAnsweredInItsOrderAcrossTheSwitch() throws Exception {
    String large = "x".repeat(300_000);
    try (RawClient client =
        RawClient.login(fixture.port(), "user", "postgres", "database", "app")) {
      hold(2);
      client.query("SELECT 'first'");
      client.query("INSERT INTO public.t VALUES ('" + large + "')");
      client.query("SELECT length(v) FROM public.t");
      client.query("BEGIN");
      client.query("INSERT INTO public.t VALUES ('block')");
      client.query("COMMIT");
      client.query("COPY (SELECT count(*) FROM public.t) TO STDOUT");
      assertThat(client.until('Z')).anyMatch(frame -> frame.text().endsWith("first"));
      awaitParked(6);
      release(3, Side.TARGET);
      assertThat(client.until('Z')).anyMatch(frame -> frame.text().startsWith("INSERT"));
      assertThat(client.until('Z')).anyMatch(frame -> frame.text().endsWith("300000"));
      for (String tag : List.of("BEGIN", "INSERT", "COMMIT")) {
        assertThat(client.until('Z')).anyMatch(frame -> frame.text().startsWith(tag));
      }
      assertThat(client.until('Z')).anyMatch(frame -> frame.text().equals("2\n"));
    }
    assertThat(TestSql.rows(fixture.source, "SELECT v FROM public.t")).isEmpty();
  }

  @Test
  void aReadOnlyTransactionStaysOpenThroughTheHoldAndMovesAtItsEnd() throws Exception {
    try (Connection client = fixture.connect();
        Statement statement = client.createStatement()) {
      client.setReadOnly(true);
      client.setAutoCommit(false);
      assertThat(value(statement, VERSION)).startsWith("15");
      hold(2);
      assertThat(value(statement, VERSION)).startsWith("15");
      announce(3, RouteState.SERVING, Side.TARGET);
      assertThat(value(statement, VERSION)).startsWith("15");
      client.commit();
      assertThat(value(statement, VERSION)).startsWith("17");
      client.commit();
      fixture.board.awaitReady(ProxyFixture.ROUTE, 3, RouteState.SERVING);
    }
  }

  @Test
  void clientsThatComeWhileTheNewSideIsStillFencedMayWrite() throws Exception {
    hold(2);
    release(3, Side.TARGET);
    try (Connection client = fixture.connect();
        Statement statement = client.createStatement()) {
      statement.execute("INSERT INTO public.t VALUES ('new')");
      // Left behind, it makes the connection forget everything, a lifted fence too.
      statement.execute("SET work_mem = '7MB'");
      statement.execute("INSERT INTO public.t VALUES ('newer')");
    }
    assertThat(TestSql.rows(fixture.target, "SELECT v FROM public.t"))
        .containsExactly("new", "newer");
  }

  @Test
  void whoMayOnlyReadByItsOwnWishStillMayOnlyReadAfterTheSwitch() throws Exception {
    String own = "-c default_transaction_read_only=on";
    try (Connection client = fixture.connect("options", own);
        Statement statement = client.createStatement()) {
      hold(2);
      assertThat(value(statement, "SELECT count(*) FROM public.t")).isEqualTo("0");
      release(3, Side.TARGET);
      assertThatThrownBy(() -> statement.execute("INSERT INTO public.t VALUES ('x')"))
          .hasMessageContaining("read-only");
    }
  }

  @Test
  void aParkedStatementCanBeCancelledAndNeedsNoServer() throws Exception {
    try (Connection client = fixture.connect();
        Statement statement = client.createStatement()) {
      hold(2);
      CompletableFuture<Boolean> answer =
          later(() -> statement.execute("INSERT INTO public.t VALUES ('never')"));
      awaitParked(1);
      TestSql.run(
          fixture.source,
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
      statement.cancel();
      assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
          .hasMessageContaining("canceling statement due to user request");
      release(3, Side.SOURCE);
      statement.execute("INSERT INTO public.t VALUES ('later')");
    }
    assertThat(TestSql.rows(fixture.source, "SELECT v FROM public.t")).containsExactly("later");
  }

  @Test
  void aReadWhoseServerIsKilledUnderTheHoldIsAnsweredByTheNewSide() throws Exception {
    try (Connection client = fixture.connect();
        Statement statement = client.createStatement()) {
      hold(2);
      CompletableFuture<String> answer =
          later(() -> value(statement, "SELECT 'slept' FROM pg_sleep(0.5)"));
      String asleep =
          "FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()";
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (TestSql.value(fixture.source, "SELECT count(*) " + asleep).equals("0")) {
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
      TestSql.run(fixture.source, "SELECT pg_terminate_backend(pid) " + asleep);
      awaitParked(1);
      release(3, Side.TARGET);
      assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("slept");
    }
    assertThat(fixture.proxy.reports().get(0).failedStatements()).isZero();
  }

  @Test
  void armingFailsWithItsReasonWhenTheOtherSideDoesNotLetTheUserIn() throws Exception {
    String role = "only_here_" + System.nanoTime();
    TestSql.run(fixture.source, "CREATE ROLE " + role + " LOGIN");
    try (Connection client = fixture.connect("user", role)) {
      fixture.board.order(ProxyFixture.ROUTE, 2, RouteState.ARMED, Side.SOURCE);
      fixture.board.awaitReason(
          ProxyFixture.ROUTE, 2, RouteState.ARMED, "role \"" + role + "\" does not exist");
      TestSql.run(fixture.target, "CREATE ROLE " + role + " LOGIN");
      fixture.board.awaitReady(ProxyFixture.ROUTE, 2, RouteState.ARMED);
      assertThat(client.isValid(5)).isTrue();
    }
  }

  @Test
  void drainingWaitsForAnOpenWriterWhileOthersWrite() throws Exception {
    try (Connection writer = fixture.connect();
        Statement writing = writer.createStatement();
        Connection other = fixture.connect();
        Statement statement = other.createStatement()) {
      writer.setAutoCommit(false);
      writing.execute("INSERT INTO public.t VALUES ('open')");
      fixture.order(2, RouteState.ARMED, Side.SOURCE);
      fixture.board.order(ProxyFixture.ROUTE, 2, RouteState.DRAINING, Side.SOURCE);
      fixture.board.awaitReason(ProxyFixture.ROUTE, 2, RouteState.DRAINING, "an open transaction");
      long from = System.nanoTime();
      while (System.nanoTime() - from < TimeUnit.SECONDS.toNanos(2)) {
        long at = System.nanoTime();
        statement.execute("INSERT INTO public.t VALUES ('other')");
        assertThat(Duration.ofNanos(System.nanoTime() - at)).isLessThan(Duration.ofSeconds(1));
        Thread.sleep(20);
      }
      assertThat(fixture.board.isReady(ProxyFixture.ROUTE, 2, RouteState.DRAINING)).isFalse();
      writer.commit();
      fixture.board.awaitReady(ProxyFixture.ROUTE, 2, RouteState.DRAINING);
    }
  }

  @Test
  void holdingIsReadyOnlyWhenAWriterThatCameLateHasEnded() throws Exception {
    try (Connection writer = fixture.connect();
        Statement writing = writer.createStatement()) {
      fixture.order(2, RouteState.ARMED, Side.SOURCE);
      fixture.order(2, RouteState.DRAINING, Side.SOURCE);
      writer.setAutoCommit(false);
      writing.execute("INSERT INTO public.t VALUES ('late')");
      fixture.board.order(ProxyFixture.ROUTE, 2, RouteState.HOLDING, Side.SOURCE);
      fixture.board.awaitReason(ProxyFixture.ROUTE, 2, RouteState.HOLDING, "an open transaction");
      assertThat(fixture.proxy.reports().get(0).inTransaction()).isEqualTo(1);
      writing.execute("INSERT INTO public.t VALUES ('later')");
      writer.commit();
      fixture.board.awaitReady(ProxyFixture.ROUTE, 2, RouteState.HOLDING);
      CompletableFuture<Void> next =
          later(
              () -> {
                writing.execute("INSERT INTO public.t VALUES ('next')");
                writer.commit();
                return null;
              });
      awaitParked(1);
      release(3, Side.TARGET);
      next.get(10, TimeUnit.SECONDS);
    }
    assertThat(TestSql.rows(fixture.source, "SELECT v FROM public.t"))
        .containsExactly("late", "later");
    assertThat(TestSql.rows(fixture.target, "SELECT v FROM public.t")).containsExactly("next");
  }

  @Test
  void resumesTowardsTheActiveSideWhenTheDeadlinePassesAndTheStoreIsAway() throws Exception {
    try (Connection client = fixture.connect();
        Statement statement = client.createStatement()) {
      fixture.order(2, RouteState.ARMED, Side.SOURCE);
      fixture.board.order(
          new Route(
              ProxyFixture.ROUTE,
              2,
              RouteState.HOLDING,
              Side.SOURCE,
              Instant.now().plus(Duration.ofSeconds(1))));
      fixture.board.awaitReady(ProxyFixture.ROUTE, 2, RouteState.HOLDING);
      assertThat(value(statement, VERSION)).startsWith("15");
      fixture.board.away(true);
      statement.execute("INSERT INTO public.t VALUES ('resumed')");
      assertThat(TestSql.rows(fixture.source, "SELECT v FROM public.t")).containsExactly("resumed");
      fixture.board.away(false);
      release(3, Side.TARGET);
      statement.execute("INSERT INTO public.t VALUES ('moved')");
      assertThat(TestSql.rows(fixture.target, "SELECT v FROM public.t")).containsExactly("moved");
    }
  }

  @Test
  void aWriteThatReachesAFencedServerIsReplayedWhenTheStoreKnowsBetter() throws Exception {
    fence(fixture.source, "on");
    try (Connection client = fixture.connect();
        Statement statement = client.createStatement()) {
      assertThatThrownBy(() -> statement.execute("INSERT INTO public.t VALUES ('refused')"))
          .hasMessageContaining("read-only");
      fixture.board.silent(true);
      fixture.board.order(ProxyFixture.ROUTE, 3, RouteState.SERVING, Side.TARGET);
      statement.execute("INSERT INTO public.t VALUES ('late')");
      assertThat(value(statement, VERSION)).startsWith("17");
    }
    assertThat(TestSql.rows(fixture.target, "SELECT v FROM public.t")).containsExactly("late");
  }

  /** Two servers, both taken by long reads: whoever waits for one is sent to the other side. */
  @Test
  void whoWaitsForAServerIsServedByTheNewSideThoughTheOldOneRefusesLogins() throws Exception {
    String role = "shut_out_" + System.nanoTime();
    for (Endpoint side : new Endpoint[] {fixture.source, fixture.target}) {
      TestSql.run(
          side,
          "CREATE ROLE " + role + " LOGIN",
          "CREATE TABLE public.locked AS SELECT 'had it' AS answer",
          "GRANT SELECT ON public.locked TO " + role);
    }
    try (Connection one = fixture.connect("user", role);
        Statement first = one.createStatement();
        Connection two = fixture.connect("user", role);
        Statement second = two.createStatement();
        Connection three = fixture.connect("user", role);
        Statement third = three.createStatement()) {
      hold(2);
      CompletableFuture<String> long1;
      CompletableFuture<String> long2;
      try (Connection other = Connections.open(fixture.source, "test");
          Statement lock = other.createStatement()) {
        other.setAutoCommit(false);
        lock.execute("LOCK TABLE public.locked");
        long1 = later(() -> value(first, "SELECT answer FROM public.locked"));
        long2 = later(() -> value(second, "SELECT answer FROM public.locked"));
        awaitWaiters(lock, 2);
        CompletableFuture<String> waiting = later(() -> value(third, VERSION));
        Thread.sleep(100);
        assertThat(waiting).isNotDone();
        fixture.board.order(ProxyFixture.ROUTE, 3, RouteState.SERVING, Side.TARGET);
        TestSql.run(
            fixture.source,
            "REVOKE CONNECT ON DATABASE "
                + Names.quote(fixture.source.database())
                + " FROM PUBLIC");
        assertThat(waiting.get(10, TimeUnit.SECONDS)).startsWith("17");
      }
      assertThat(long1.get(10, TimeUnit.SECONDS)).isEqualTo("had it");
      assertThat(long2.get(10, TimeUnit.SECONDS)).isEqualTo("had it");
      fixture.board.awaitReady(ProxyFixture.ROUTE, 3, RouteState.SERVING);
      assertThat(value(first, VERSION)).startsWith("17");
    }
    assertThat(fixture.proxy.reports().get(0).failedStatements()).isZero();
  }

  private static void awaitWaiters(Statement asking, int count) throws Exception {
    String waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'relation' AND NOT granted";
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (Integer.parseInt(value(asking, waiting)) < count) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(10);
    }
  }

  @Test
  void pooledConnectionsToTheSideThatServesNoMoreAreClosed() throws Exception {
    try (Connection client = fixture.connect();
        Statement statement = client.createStatement()) {
      String before = value(statement, PID);
      hold(2);
      assertThat(value(statement, PID)).as("kept under the hold").isEqualTo(before);
      release(3, Side.TARGET);
      assertThat(value(statement, VERSION)).startsWith("17");
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (!fixture.proxy.reports().get(0).sourcePids().isEmpty()) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        Thread.sleep(20);
      }
    }
  }
}
