package dev.daybreak.proxy;

import static dev.daybreak.proxy.RawFrames.all;
import static dev.daybreak.proxy.RawFrames.bind;
import static dev.daybreak.proxy.RawFrames.execute;
import static dev.daybreak.proxy.RawFrames.frame;
import static dev.daybreak.proxy.RawFrames.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.testkit.TestSql;
import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Frames that drivers seldom send, and frames that nobody should. */
class RawProtocolIT {
  private ProxyFixture fixture;

  @BeforeEach
  void start() {
    fixture = ProxyFixture.start();
    TestSql.run(fixture.source, "CREATE TABLE public.t (v text)");
    TestSql.run(fixture.target, "CREATE TABLE public.t (v text)");
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private void switchTo(long epoch, Side side) {
    fixture.order(epoch, RouteState.ARMED, side.other());
    fixture.order(epoch, RouteState.HOLDING, side.other());
    fixture.order(epoch + 1, RouteState.SERVING, side);
  }

  @Test
  void severalSyncsInFlightKeepTheirRepliesInOrder() throws Exception {
    try (SlowReader client = new SlowReader(fixture.port(), "app")) {
      byte[] good = all(parse("", "SELECT 1"), bind(""), execute(), frame('S'));
      byte[] bad = all(parse("", "SELECT 1/0"), bind(""), execute(), frame('S'));
      client.send(all(good, bad, frame('Q', "SELECT 2; SELECT 3"), good));
      assertThat(client.untilReady()).isEqualTo("12DCZ");
      assertThat(client.untilReady()).isEqualTo("1EZ");
      assertThat(client.untilReady()).isEqualTo("TDCTDCZ");
      assertThat(client.untilReady()).isEqualTo("12DCZ");
    }
  }

  @Test
  void flushDrivenClientsMoveBetweenParseAndBind() throws Exception {
    try (SlowReader client = new SlowReader(fixture.port(), "app")) {
      client.send(
          all(parse("s", "INSERT INTO public.t VALUES ('f')"), frame('D', 'S', "s"), frame('H')));
      assertThat(client.frames(3)).isEqualTo("1tn");
      switchTo(2, Side.TARGET);
      client.send(all(bind("s"), execute(), frame('S')));
      assertThat(client.untilReady()).isEqualTo("2CZ");
    }
    assertThat(TestSql.rows(fixture.target, "SELECT v FROM public.t")).containsExactly("f");
  }

  /** Our own queries are simple ones, which do away with the unnamed statement. */
  @Test
  void theUnnamedStatementOutlivesWhatASwitchPrepares() throws Exception {
    try (SlowReader client = new SlowReader(fixture.port(), "app")) {
      client.send(all(parse("", "SELECT 7"), frame('D', 'S', ""), frame('S')));
      assertThat(client.untilReady()).isEqualTo("1tTZ");
      fixture.order(2, RouteState.ARMED, Side.SOURCE);
      fixture.order(2, RouteState.HOLDING, Side.SOURCE);
      client.send(all(bind(""), execute(), frame('S')));
      assertThat(client.untilReady()).isEqualTo("2DCZ");
      fixture.order(3, RouteState.SERVING, Side.TARGET);
      client.send(all(bind(""), execute(), frame('S')));
      assertThat(client.untilReady()).isEqualTo("2DCZ");
    }
  }

  @Test
  void aQueryAmongExtendedMessagesIsSkippedOrFailsAndTheSessionStillMoves() throws Exception {
    try (SlowReader client = new SlowReader(fixture.port(), "app")) {
      byte[] query = frame('Q', "SELECT 1");
      byte[] good = all(parse("", "SELECT 7"), bind(""), execute());
      byte[] bad = all(parse("", "SELECT 1/0"), bind(""), execute());
      client.send(all(bad, query, query, frame('S')));
      assertThat(client.untilReady()).isEqualTo("1EZ");
      client.send(all(good, frame('Q', "SELECT 1/0"), query, frame('S')));
      assertThat(client.untilReady()).isEqualTo("12DCEZ");
      assertThat(client.untilReady()).isEqualTo("TDCZ");
      assertThat(client.untilReady()).isEqualTo("Z");
      client.send(all(frame('B', "", "none", (short) 0, (short) 0, (short) 0), query));
      assertThat(client.frames(1)).isEqualTo("E");
      client.send(frame('S'));
      assertThat(client.untilReady()).isEqualTo("Z");
      switchTo(2, Side.TARGET);
      client.send(all(good, query, frame('S')));
      assertThat(client.untilReady()).isEqualTo("12DCTDCZ");
      assertThat(client.untilReady()).isEqualTo("Z");
    }
  }

  @Test
  void extraParsesAfterAMoveAreHiddenAlsoWhenTheyFail() throws Exception {
    TestSql.run(fixture.source, "CREATE TABLE public.only_here (v text)");
    try (SlowReader client = new SlowReader(fixture.port(), "app")) {
      client.send(
          all(parse("a", "SELECT 7"), parse("b", "SELECT v FROM public.only_here"), frame('S')));
      assertThat(client.untilReady()).isEqualTo("11Z");
      switchTo(2, Side.TARGET);
      client.send(all(bind("a"), execute(), frame('S')));
      assertThat(client.untilReady()).isEqualTo("2DCZ");
      for (int i = 0; i < 2; i++) {
        client.send(all(bind("b"), execute(), frame('S')));
        assertThat(client.untilReady()).isEqualTo("EZ");
      }
      TestSql.run(fixture.target, "CREATE TABLE public.only_here (v text)");
      client.send(all(bind("b"), execute(), frame('S')));
      assertThat(client.untilReady()).isEqualTo("2CZ");
      client.send(all(frame('C', 'S', "a"), bind("a"), frame('S')));
      assertThat(client.untilReady()).isEqualTo("3EZ");
    }
  }

  @Test
  void functionCallsPassAndAreHeld() throws Exception {
    int upper =
        Integer.parseInt(TestSql.value(fixture.source, "SELECT 'pg_catalog.pi'::regproc::oid"));
    byte[] call = frame('F', upper, (short) 0, (short) 0, (short) 0);
    try (SlowReader client = new SlowReader(fixture.port(), "app")) {
      client.send(call);
      assertThat(client.untilReady()).isEqualTo("VZ");
      fixture.order(2, RouteState.ARMED, Side.SOURCE);
      fixture.order(2, RouteState.HOLDING, Side.SOURCE);
      client.send(call);
      client.send(frame('Q', "SELECT 1"));
      fixture.order(3, RouteState.SERVING, Side.TARGET);
      assertThat(client.untilReady()).isEqualTo("VZ");
      assertThat(client.untilReady()).isEqualTo("TDCZ");
    }
  }

  @Test
  void copyInExtendedProtocolEndsIdle() throws Exception {
    try (SlowReader client = new SlowReader(fixture.port(), "app")) {
      client.send(all(parse("", "COPY public.t FROM STDIN"), bind(""), execute(), frame('S')));
      assertThat(client.frames(3)).isEqualTo("12G");
      byte[] data = "x\n".getBytes(StandardCharsets.UTF_8);
      client.send(all(new byte[] {'d', 0, 0, 0, 6}, data, frame('c'), frame('S')));
      assertThat(client.untilReady()).isEqualTo("CZ");
      switchTo(2, Side.TARGET);
      client.send(frame('Q', "SELECT 1"));
      assertThat(client.untilReady()).isEqualTo("TDCZ");
    }
    assertThat(TestSql.rows(fixture.source, "SELECT v FROM public.t")).containsExactly("x");
  }

  /** The server hangs up first here, which is no failure of any statement. */
  @Test
  void aClientThatTakesItsLeaveAndWaitsIsHungUpOnWithoutAnError() throws Exception {
    try (SlowReader client = new SlowReader(fixture.port(), "app")) {
      client.send(all(frame('Q', "SELECT 1"), frame('X')));
      assertThat(client.untilReady()).isEqualTo("TDCZ");
      assertThatThrownBy(() -> client.frames(1)).isInstanceOf(EOFException.class);
    }
    assertThat(fixture.proxy.measured(ProxyFixture.ROUTE).orElseThrow().failedStatements())
        .isZero();
  }

  @Test
  void garbageEndsOnlyItsOwnSession() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    try (SlowReader bystander = new SlowReader(fixture.port(), "app")) {
      for (int i = 0; i < 60; i++) {
        byte[] noise = new byte[1 + random.nextInt(60)];
        random.nextBytes(noise);
        try (SlowReader client = new SlowReader(fixture.port(), "app")) {
          client.send(noise);
          client.send(frame('Q', "SELECT 1"));
        }
        bystander.send(frame('Q', "SELECT 1"));
        assertThat(bystander.untilReady()).isEqualTo("TDCZ");
      }
    }
  }
}
