package dev.daybreak.proxy;

import static dev.daybreak.proxy.RawFrames.all;
import static dev.daybreak.proxy.RawFrames.bind;
import static dev.daybreak.proxy.RawFrames.execute;
import static dev.daybreak.proxy.RawFrames.flush;
import static dev.daybreak.proxy.RawFrames.frame;
import static dev.daybreak.proxy.RawFrames.parse;
import static dev.daybreak.proxy.RawFrames.query;
import static dev.daybreak.proxy.RawFrames.sync;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.proxy.pool.PoolMode;
import dev.daybreak.testkit.TestSql;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that a switch meets in the middle of what they say, or that do not wait for replies. */
class HalfSaidIT extends HoldScene {
  private static final String INSERT = "INSERT INTO public.t VALUES ('said')";

  private SlowReader client(PoolMode mode) throws Exception {
    fixture.proxy.pool(ProxyFixture.ROUTE, pool(mode, 2));
    return new SlowReader(fixture.port(), "app");
  }

  /** What is prepared holds nothing up: it is prepared again where it is used. */
  @ParameterizedTest
  @CsvSource({"NONE,s,TARGET", "NONE,'',TARGET", "TRANSACTION,s,TARGET", "TRANSACTION,'',SOURCE"})
  void whoHasOnlyPreparedDoesNotDelayTheHold(PoolMode mode, String name, Side side)
      throws Exception {
    try (SlowReader client = client(mode)) {
      client.send(all(parse(name, INSERT), frame('D', 'S', name), flush()));
      assertThat(client.frames(3)).isEqualTo("1tn");
      hold(2);
      release(3, side);
      client.send(all(bind(name), execute(), sync()));
      assertThat(client.untilReady()).isEqualTo("2CZ");
    }
    assertThat(TestSql.rows(there(side), "SELECT v FROM public.t")).containsExactly("said");
    assertThat(TestSql.rows(there(side.other()), "SELECT v FROM public.t")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "TRANSACTION"})
  void whoHasOnlyPreparedReadsAndWritesUnderTheHold(PoolMode mode) throws Exception {
    try (SlowReader client = client(mode)) {
      client.send(all(parse("r", "SELECT 1"), parse("w", INSERT)));
      Thread.sleep(100);
      hold(2);
      assertThat(client.frames(2)).as("asked for by the proxy").isEqualTo("11");
      client.send(all(bind("r"), execute(), sync(), bind("w"), execute(), sync()));
      assertThat(client.untilReady()).isEqualTo("2DCZ");
      awaitParked(1);
      release(3, Side.TARGET);
      assertThat(client.untilReady()).isEqualTo("2CZ");
    }
    assertThat(TestSql.rows(fixture.target, "SELECT v FROM public.t")).containsExactly("said");
  }

  /** After an error the server leaves out everything up to a Sync. */
  @ParameterizedTest
  @EnumSource(names = {"NONE", "TRANSACTION"})
  void whoHasNotAnsweredAnErrorDoesNotDelayTheHold(PoolMode mode) throws Exception {
    try (SlowReader client = client(mode)) {
      client.send(all(parse("", INSERT), parse("", "SELECT nothing"), flush()));
      assertThat(client.frames(2)).isEqualTo("1E");
      hold(2);
      client.send(all(bind(""), execute(), sync(), query(INSERT)));
      assertThat(client.untilReady()).isEqualTo("Z");
      awaitParked(1);
      fixture.board.awaitReady(ProxyFixture.ROUTE, 2, RouteState.HOLDING);
      release(3, Side.TARGET);
      assertThat(client.untilReady()).isEqualTo("CZ");
    }
    assertThat(TestSql.rows(fixture.source, "SELECT v FROM public.t")).isEmpty();
    assertThat(TestSql.rows(fixture.target, "SELECT v FROM public.t")).containsExactly("said");
  }

  /** Without a Sync its transaction is open: nobody else is to wait for it. */
  @ParameterizedTest
  @EnumSource(names = {"NONE", "TRANSACTION"})
  void whoHasExecutedWithoutSyncIsWaitedForBeforeTheHold(PoolMode mode) throws Exception {
    try (SlowReader client = client(mode);
        SlowReader other = new SlowReader(fixture.port(), "app")) {
      client.send(all(parse("", INSERT), bind(""), execute(), flush()));
      assertThat(client.frames(3)).isEqualTo("12C");
      fixture.order(2, RouteState.ARMED, Side.SOURCE);
      fixture.board.order(ProxyFixture.ROUTE, 2, RouteState.DRAINING, Side.SOURCE);
      fixture.board.awaitReason(
          ProxyFixture.ROUTE, 2, RouteState.DRAINING, "a transaction without its Sync");
      other.send(query(INSERT));
      assertThat(other.untilReady()).isEqualTo("CZ");
      client.send(sync());
      assertThat(client.untilReady()).isEqualTo("Z");
      fixture.board.awaitReady(ProxyFixture.ROUTE, 2, RouteState.DRAINING);
      fixture.order(2, RouteState.HOLDING, Side.SOURCE);
      release(3, Side.TARGET);
    }
    assertThat(TestSql.rows(fixture.source, "SELECT v FROM public.t")).hasSize(2);
  }

  /** The reply to a Flush is no ReadyForQuery. */
  @ParameterizedTest
  @EnumSource(names = {"NONE", "TRANSACTION"})
  void whatFollowsAFlushInAReadingBlockIsNotForgottenUnderTheHold(PoolMode mode) throws Exception {
    try (SlowReader client = client(mode)) {
      client.send(query("BEGIN READ ONLY"));
      assertThat(client.untilReady()).isEqualTo("CZ");
      hold(2);
      client.send(all(parse("", "SELECT 1"), flush(), bind(""), execute(), sync()));
      assertThat(client.untilReady()).isEqualTo("12DCZ");
      client.send(all(parse("", "SELECT nothing"), flush(), bind(""), execute(), sync()));
      assertThat(client.untilReady()).isEqualTo("EZ");
      client.send(query("COMMIT"));
      assertThat(client.untilReady()).isEqualTo("CZ");
      release(3, Side.TARGET);
    }
  }

  /** Only a unit that is alone on its way can be sent again without overtaking another. */
  @ParameterizedTest
  @EnumSource(names = {"NONE", "TRANSACTION"})
  void aRefusedWriteIsNotSentAgainPastWhatFollowsIt(PoolMode mode) throws Exception {
    fence(fixture.source, "on");
    try (SlowReader client = client(mode)) {
      client.send(all(parse("r", "SELECT 1"), sync()));
      assertThat(client.untilReady()).isEqualTo("1Z");
      fixture.board.silent(true);
      fixture.board.order(ProxyFixture.ROUTE, 3, RouteState.SERVING, Side.TARGET);
      client.send(all(query(INSERT), bind("r"), execute(), flush()));
      assertThat(client.untilReady()).isEqualTo("EZ");
      assertThat(client.frames(3)).isEqualTo("2DC");
      client.send(sync());
      assertThat(client.untilReady()).isEqualTo("Z");
    }
  }

  /** The server takes its time between the error and ReadyForQuery; the client does not. */
  @ParameterizedTest
  @CsvSource({"NONE,true", "NONE,false", "TRANSACTION,true", "TRANSACTION,false"})
  void aClientThatDoesNotWaitGetsEveryReplyOnceAndInOrder(PoolMode mode, boolean moved)
      throws Exception {
    fence(fixture.source, "on");
    try (SluiceServer sluice = new SluiceServer(fixture.source);
        ProxyFixture proxy =
            new ProxyFixture(sluice.endpoint(), fixture.target, ProxyOptions.defaults())) {
      proxy.proxy.pool(ProxyFixture.ROUTE, pool(mode, 2));
      try (SlowReader client = new SlowReader(proxy.port(), "app")) {
        proxy.board.silent(true);
        if (moved) {
          proxy.board.order(ProxyFixture.ROUTE, 3, RouteState.SERVING, Side.TARGET);
        }
        sluice.shut();
        client.send(query(INSERT));
        sluice.awaitError();
        client.send(all(query("SELECT 1"), parse("", INSERT), bind(""), execute()));
        Thread.sleep(100);
        sluice.open();
        assertThat(client.untilReady()).isEqualTo(moved ? "CZ" : "EZ");
        assertThat(client.untilReady()).isEqualTo("TDCZ");
        client.send(sync());
        assertThat(client.untilReady()).isEqualTo(moved ? "12CZ" : "12EZ");
      }
    }
    int written = moved ? 2 : 0;
    assertThat(TestSql.rows(fixture.target, "SELECT v FROM public.t")).hasSize(written);
  }
}
