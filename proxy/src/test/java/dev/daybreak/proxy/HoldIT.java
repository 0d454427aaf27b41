package dev.daybreak.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.route.Route;
import dev.daybreak.kernel.route.RouteReport;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.kernel.route.SessionNote;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.route.Unmovable;
import dev.daybreak.kernel.route.UnmovablePolicy;
import dev.daybreak.kernel.route.UnmovableRules;
import dev.daybreak.testkit.TestSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What single sessions go through while writes are held, and what moves with them. */
class HoldIT extends HoldScene {
  @Test
  void aReadThatWritesIsParkedAndReplayedOnTheNewSide() throws Exception {
    try (Connection client = fixture.connect("prepareThreshold", "1");
        PreparedStatement sneaky = client.prepareStatement("SELECT public.sneaky(?)")) {
      hold(2);
      sneaky.setString(1, "müsli");
      CompletableFuture<String> answer =
          later(
              () -> {
                try (ResultSet row = sneaky.executeQuery()) {
                  row.next();
                  return row.getString(1);
                }
              });
      awaitParked(1);
      release(3, Side.TARGET);
      assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("müsli");
    }
    assertThat(TestSql.rows(fixture.source, "SELECT v FROM public.t")).isEmpty();
    assertThat(TestSql.rows(fixture.target, "SELECT v FROM public.t")).containsExactly("müsli");
  }

  @Test
  void aRejectedNamedParseIsRepeatedOnTheSameSideAfterAnAbort() throws Exception {
    try (Connection client = fixture.connect("prepareThreshold", "1");
        PreparedStatement sneaky = client.prepareStatement("SELECT public.sneaky(?)")) {
      hold(2);
      sneaky.setString(1, "a");
      CompletableFuture<Boolean> answer = later(sneaky::execute);
      awaitParked(1);
      release(3, Side.SOURCE);
      assertThat(answer.get(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(TestSql.rows(fixture.source, "SELECT v FROM public.t")).containsExactly("a");
  }

  @Test
  void settingsStatementsRoleAndChannelsMoveWithTheSession() throws Exception {
    String role = "rôle " + fixture.source.port() + System.nanoTime();
    for (Endpoint side : new Endpoint[] {fixture.source, fixture.target}) {
      TestSql.run(side, "CREATE ROLE " + Names.quote(role));
    }
    try (Connection client = fixture.connect("options", "-c work_mem=7MB");
        Statement statement = client.createStatement()) {
      statement.execute("SET search_path = public, \"odd, schema\"");
      statement.execute("SET my.tenant TO 'a''b\\c é'");
      statement.execute("DO $$ BEGIN PERFORM set_config('my.depth', 'deep', false); END $$");
      try (PreparedStatement set = client.prepareStatement("SELECT set_config(?, ?, false)")) {
        set.setString(1, "my.bound");
        set.setString(2, "b");
        set.execute();
      }
      statement.execute("BEGIN; SET my.undone = 'x'; ROLLBACK");
      statement.execute("BEGIN; SET LOCAL my.tenant = 'local'; COMMIT");
      statement.execute("PREPARE sum(int, int) AS SELECT $1 + $2");
      statement.execute("LISTEN \"Kanal\"");
      statement.execute("SET ROLE " + Names.quote(role));
      hold(2);
      release(3, Side.TARGET);

      assertThat(value(statement, "SHOW server_version")).startsWith("17");
      assertThat(value(statement, "SHOW search_path")).isEqualTo("public, \"odd, schema\"");
      assertThat(value(statement, "SHOW my.tenant")).isEqualTo("a'b\\c é");
      assertThat(value(statement, "SHOW my.depth")).isEqualTo("deep");
      assertThat(value(statement, "SHOW my.bound")).isEqualTo("b");
      assertThat(value(statement, "SELECT coalesce(current_setting('my.undone', true), '')"))
          .isEmpty();
      assertThat(value(statement, "SHOW work_mem")).isEqualTo("7MB");
      assertThat(value(statement, "EXECUTE sum(2, 3)")).isEqualTo("5");
      assertThat(value(statement, "SELECT current_user")).isEqualTo(role);
      assertThat(value(statement, "SHOW transaction_read_only")).isEqualTo("off");
      TestSql.run(fixture.target, "NOTIFY \"Kanal\"");
      assertThat(client.unwrap(org.postgresql.PGConnection.class).getNotifications(5000))
          .hasSize(1);
    }
  }

  @Test
  void anUnmovableSessionIsReportedAndEndsOnlyAfterTheSwitch() throws Exception {
    try (Connection locker = fixture.connect("ApplicationName", "locker");
        Statement locking = locker.createStatement();
        Connection clean = fixture.connect();
        Statement cleaning = clean.createStatement()) {
      cleaning.execute("CREATE TEMP TABLE gone (a int)");
      cleaning.execute("DROP TABLE gone");
      fixture.order(2, RouteState.ARMED, Side.SOURCE);
      locking.execute("SELECT pg_advisory_lock(1)");
      fixture.order(2, RouteState.DRAINING, Side.SOURCE);
      fixture.order(2, RouteState.HOLDING, Side.SOURCE);
      RouteReport report = fixture.proxy.reports().get(0);
      assertThat(report.unmovable())
          .extracting(SessionNote::reason)
          .containsExactly("session advisory lock");
      assertThat(value(locking, "SELECT 'still here'")).isEqualTo("still here");
      release(3, Side.TARGET);
      assertThatThrownBy(() -> locking.execute("SELECT 1"))
          .hasMessageContaining("session advisory lock");
      assertThat(value(cleaning, "SHOW server_version")).startsWith("17");
    }
  }

  @Test
  void armingWaitsForASessionThatCannotMoveAndSaysForWhom() throws Exception {
    try (Connection client = fixture.connect("ApplicationName", "cart");
        Statement statement = client.createStatement()) {
      statement.execute("CREATE TEMP TABLE cart (a int)");
      fixture.board.order(ProxyFixture.ROUTE, 2, RouteState.ARMED, Side.SOURCE);
      fixture.board.awaitReason(
          ProxyFixture.ROUTE, 2, RouteState.ARMED, "as 'cart' to let go of: temporary table");
      statement.execute("DROP TABLE cart");
      fixture.board.awaitReady(ProxyFixture.ROUTE, 2, RouteState.ARMED);
    }
  }

  @Test
  void armingEndsASessionThatCannotMoveWhereThatIsThePolicy() throws Exception {
    UnmovableRules end = new UnmovableRules(UnmovablePolicy.END, Map.of());
    try (ProxyFixture ending = ProxyFixture.ending(fixture, end);
        Connection client = ending.connect();
        Statement statement = client.createStatement();
        Connection other = ending.connect()) {
      statement.execute("CREATE TEMP TABLE cart (a int)");
      ending.order(2, RouteState.ARMED, Side.SOURCE);
      assertThatThrownBy(() -> statement.execute("SELECT 1"))
          .hasMessageContaining("temporary table; connect again")
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57P01"));
      assertThat(other.isValid(5)).isTrue();
    }
  }

  @Test
  void armingEndsForOneReasonButWaitsWhereAnotherIsWaitedFor() throws Exception {
    UnmovableRules rules =
        new UnmovableRules(UnmovablePolicy.WAIT, Map.of(Unmovable.TEMPORARY, UnmovablePolicy.END));
    try (ProxyFixture ending = ProxyFixture.ending(fixture, rules);
        Connection cart = ending.connect();
        Statement carting = cart.createStatement();
        Connection both = ending.connect("ApplicationName", "both");
        Statement locking = both.createStatement()) {
      carting.execute("CREATE TEMP TABLE cart (a int)");
      locking.execute("CREATE TEMP TABLE cart (a int)");
      locking.execute("SELECT pg_advisory_lock(1)");
      ending.board.order(ProxyFixture.ROUTE, 2, RouteState.ARMED, Side.SOURCE);
      ending.board.awaitReason(
          ProxyFixture.ROUTE, 2, RouteState.ARMED, "1 sessions wait for: postgres from");
      assertThatThrownBy(() -> carting.execute("SELECT 1"))
          .hasMessageContaining("temporary table; connect again");
      assertThat(value(locking, "SELECT 'still here'")).isEqualTo("still here");
      locking.execute("SELECT pg_advisory_unlock(1)");
      ending.board.awaitReady(ProxyFixture.ROUTE, 2, RouteState.ARMED);
      assertThatThrownBy(() -> locking.execute("SELECT 1"))
          .hasMessageContaining("temporary table; connect again");
    }
  }

  @Test
  void aReadOnlyTransactionStaysOpenThroughTheHoldAndMovesAtItsEnd() throws Exception {
    try (Connection client = fixture.connect();
        Statement statement = client.createStatement()) {
      client.setReadOnly(true);
      client.setAutoCommit(false);
      assertThat(value(statement, "SHOW server_version")).startsWith("15");
      hold(2);
      assertThat(value(statement, "SHOW server_version")).startsWith("15");
      announce(3, RouteState.SERVING, Side.TARGET);
      assertThat(value(statement, "SHOW server_version")).startsWith("15");
      client.commit();
      assertThat(value(statement, "SHOW server_version")).startsWith("17");
      client.commit();
      fixture.board.awaitReady(ProxyFixture.ROUTE, 3, RouteState.SERVING);
    }
  }

  @Test
  void clientsThatComeRightAfterTheSwitchMayWriteThoughTheFenceStillStands() throws Exception {
    hold(2);
    release(3, Side.TARGET);
    try (Connection client = fixture.connect();
        Statement statement = client.createStatement()) {
      statement.execute("INSERT INTO public.t VALUES ('new')");
    }
    assertThat(TestSql.rows(fixture.target, "SELECT v FROM public.t")).containsExactly("new");
  }

  @Test
  void aParkedStatementCanBeCancelled() throws Exception {
    try (Connection client = fixture.connect();
        Statement statement = client.createStatement()) {
      hold(2);
      CompletableFuture<Boolean> answer =
          later(() -> statement.execute("INSERT INTO public.t VALUES ('never')"));
      awaitParked(1);
      statement.cancel();
      assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
          .hasMessageContaining("canceling statement due to user request");
      release(3, Side.SOURCE);
      statement.execute("INSERT INTO public.t VALUES ('later')");
    }
    assertThat(TestSql.rows(fixture.source, "SELECT v FROM public.t")).containsExactly("later");
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

  /** The server answers nothing of it before it has the rest. */
  @Test
  void aUnitOfWhichTheServerHasTheBeginningIsFinishedBeforeTheHold() throws Exception {
    try (RawClient client =
        RawClient.login(fixture.port(), "user", "postgres", "database", "app")) {
      byte[] insert = "INSERT INTO public.t VALUES ('begun')".getBytes(US_ASCII);
      byte[] body = Arrays.copyOf(new byte[1], insert.length + 4);
      System.arraycopy(insert, 0, body, 1, insert.length);
      fixture.order(2, RouteState.ARMED, Side.SOURCE);
      fixture.order(2, RouteState.DRAINING, Side.SOURCE);
      client.send(RawClient.frame('P', body));
      client.send(RawClient.frame('B', new byte[8]));
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
    assertThat(TestSql.rows(fixture.source, "SELECT v FROM public.t")).containsExactly("begun");
    assertThat(TestSql.rows(fixture.target, "SELECT v FROM public.t")).containsExactly("held");
  }

  @Test
  void drainingWaitsForTheOpenTransaction() throws Exception {
    try (Connection client = fixture.connect();
        Statement statement = client.createStatement()) {
      client.setAutoCommit(false);
      statement.execute("INSERT INTO public.t VALUES ('open')");
      fixture.order(2, RouteState.ARMED, Side.SOURCE);
      fixture.board.order(ProxyFixture.ROUTE, 2, RouteState.DRAINING, Side.SOURCE);
      fixture.board.awaitReason(ProxyFixture.ROUTE, 2, RouteState.DRAINING, "an open transaction");
      assertThat(fixture.board.isReady(ProxyFixture.ROUTE, 2, RouteState.DRAINING)).isFalse();
      client.commit();
      fixture.board.awaitReady(ProxyFixture.ROUTE, 2, RouteState.DRAINING);
    }
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
      assertThat(value(statement, "SHOW server_version")).startsWith("17");
    }
    assertThat(TestSql.rows(fixture.target, "SELECT v FROM public.t")).containsExactly("late");
  }

  /** Cut off from the store it serves on; what the fenced side refuses is the client's to know. */
  @Test
  void aProxyThatTheStoreHasLostWritesNowhereOnceTheOldSideIsFenced() throws Exception {
    try (Connection client = fixture.connect();
        Statement statement = client.createStatement()) {
      fixture.board.silent(true);
      fixture.board.away(true);
      statement.execute("INSERT INTO public.t VALUES ('before the fence')");
      fixture.board.order(ProxyFixture.ROUTE, 3, RouteState.SERVING, Side.TARGET);
      fence(fixture.source, "on");
      TestSql.run(fixture.target, "INSERT INTO public.t VALUES ('of another proxy')");
      try (Connection late = fixture.connect();
          Statement writing = late.createStatement()) {
        assertThatThrownBy(() -> writing.execute("INSERT INTO public.t VALUES ('nowhere')"))
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
        assertThat(value(writing, "SELECT count(*) FROM public.t")).isEqualTo("1");
        fixture.board.away(false);
        writing.execute("INSERT INTO public.t VALUES ('with the store')");
        assertThat(value(writing, "SHOW server_version")).startsWith("17");
      }
    }
    assertThat(TestSql.rows(fixture.source, "SELECT v FROM public.t"))
        .containsExactly("before the fence");
    assertThat(TestSql.rows(fixture.target, "SELECT v FROM public.t"))
        .containsExactly("of another proxy", "with the store");
  }

  /** Any function may set anything: what was read before a statement is worth nothing after it. */
  @Test
  void aSettingThatAFunctionHidesMovesThoughTheStateWasReadBefore() throws Exception {
    for (Endpoint side : new Endpoint[] {fixture.source, fixture.target}) {
      TestSql.run(
          side,
          "CREATE FUNCTION public.tune(v text) RETURNS text LANGUAGE sql AS"
              + " $$SELECT pg_catalog.set_config('work_mem', v, false)$$");
    }
    try (Connection client = fixture.connect();
        Statement statement = client.createStatement()) {
      fixture.order(2, RouteState.ARMED, Side.SOURCE);
      value(statement, "SELECT public.tune('6MB')");
      fixture.order(2, RouteState.DRAINING, Side.SOURCE);
      value(statement, "SELECT public.tune('7MB')");
      fixture.order(2, RouteState.HOLDING, Side.SOURCE);
      value(statement, "SELECT public.tune('8MB')");
      release(3, Side.TARGET);
      assertThat(value(statement, "SHOW work_mem")).isEqualTo("8MB");
      assertThat(value(statement, "SHOW server_version")).startsWith("17");
    }
  }

  @Test
  void aLostServerConnectionEndsTheClientWithAnError() throws Exception {
    try (Connection client = fixture.connect();
        Statement statement = client.createStatement()) {
      String pid = value(statement, "SELECT pg_backend_pid()");
      CompletableFuture<Boolean> answer = later(() -> statement.execute("SELECT pg_sleep(30)"));
      Thread.sleep(100);
      TestSql.run(fixture.source, "SELECT pg_terminate_backend(" + pid + ")");
      assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
          .cause()
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57P01"));
    }
  }
}
