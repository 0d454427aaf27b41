package dev.daybreak.e2e.pgbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.daybreak.control.MigrationView;
import dev.daybreak.control.fleet.Fleet;
import dev.daybreak.cutover.Standing;
import dev.daybreak.cutover.Step;
import dev.daybreak.e2e.journey.Command;
import dev.daybreak.e2e.journey.Scene;
import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client that nobody here wrote runs across a cutover without a failed transaction; at a rate
 * that a loaded machine can also apply and compare.
 */
class PgbenchIT {
  private static final Pattern PROCESSED =
      Pattern.compile("number of transactions actually processed: (\\d+)");
  private static final String SUMS =
      """
      SELECT (SELECT sum(abalance) FROM public.pgbench_accounts),
        (SELECT sum(tbalance) FROM public.pgbench_tellers), (SELECT sum(bbalance) FROM public.pgbench_branches),
        (SELECT sum(delta) FROM public.pgbench_history), (SELECT count(*) FROM public.pgbench_history)""";

  @TempDir Path work;

  @Test
  void pgbenchRunsAcrossTheCutover() throws Exception {
    assumeTrue(isInstalled(), "pgbench is not installed: skipped");
    Endpoint source = TestServers.database(ServerRelease.PG15, "bench");
    Endpoint target = TestServers.database(ServerRelease.PG17, "bench");
    Endpoint store = TestServers.database(ServerRelease.PG17, "store");
    Process init = pgbench("init", source.port(), source, "-i", "-s", "2", "-q");
    assertThat(init.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(init.exitValue()).as(output("init")).isZero();
    int port = Command.freePort();
    try (Command migrate = migrate(source, target, store, port);
        Fleet fleet = Fleet.open(store)) {
      awaitProxy(migrate, port);
      Process bench =
          pgbench("bench", port, source, "-c", "8", "-j", "2", "-P", "1", "-T", "120", "-R", "300");
      try {
        MigrationView there = awaitReverse(fleet, bench);
        Scene.nap(Duration.ofSeconds(2));
        assertThat(bench.isAlive()).as(output("bench")).isTrue();
        endEarly(bench);
        assertThat(bench.exitValue()).as(output("bench")).isZero();
        checkResult(target, there);
      } finally {
        bench.destroyForcibly();
      }
    }
  }

  private void checkResult(Endpoint target, MigrationView there) {
    String output = output("bench");
    System.out.println(output + "held " + there.facts().writeHoldMillis() + " ms");
    assertThat(output).contains("number of failed transactions: 0 (0.000%)");
    Matcher processed = PROCESSED.matcher(output);
    assertThat(processed.find()).isTrue();
    String[] sums = TestSql.value(target, SUMS).split("\\|");
    assertThat(sums[1]).isEqualTo(sums[0]);
    assertThat(sums[2]).isEqualTo(sums[0]);
    assertThat(sums[3]).isEqualTo(sums[0]);
    assertThat(sums[4]).as("rows of the history").isEqualTo(processed.group(1)).isNotEqualTo("0");
  }

  private Command migrate(Endpoint source, Endpoint target, Endpoint store, int port) {
    return Command.start(
        "migrate",
        "--name",
        "bench",
        "--source",
        Command.url(source),
        "--target",
        Command.url(target),
        "--listen",
        "127.0.0.1:" + port,
        "--store",
        Command.url(store),
        "--data",
        work.resolve("data").toString(),
        "--cutover");
  }

  private static MigrationView awaitReverse(Fleet fleet, Process bench) {
    for (int i = 0; i < 900; i++) {
      MigrationView view = fleet.view("bench");
      assertThat(view.state().standing())
          .as(String.valueOf(view.failure()))
          .isNotEqualTo(Standing.FAILED);
      if (view.state().step() == Step.REVERSING) {
        return view;
      }
      assertThat(bench.isAlive()).as("pgbench runs").isTrue();
      Scene.nap(Duration.ofMillis(100));
    }
    throw new AssertionError("no cutover in time: " + fleet.view("bench"));
  }

  private static void awaitProxy(Command migrate, int port) {
    for (int i = 0; i < 300; i++) {
      assertThat(migrate.exitCode()).as(migrate.errors().toString()).isEqualTo(-1);
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(socket.isConnected()).isTrue();
        return;
      } catch (IOException e) {
        Scene.nap(Duration.ofMillis(100));
      }
    }
    throw new AssertionError("the proxy does not answer: " + migrate.errors());
  }

  private Process pgbench(String name, int port, Endpoint database, String... options)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("pgbench", "-h", "127.0.0.1"));
    command.addAll(List.of("-p", String.valueOf(port), "-U", database.user()));
    command.addAll(List.of(options));
    command.add(database.database());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(work.resolve(name + ".txt").toFile())
        .start();
  }

  /** Its own timer goes off: it ends as if its time were up. */
  private static void endEarly(Process bench) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-ALRM", String.valueOf(bench.pid())).start().waitFor();
    assertThat(bench.waitFor(20, TimeUnit.SECONDS)).as("pgbench ends").isTrue();
  }

  private String output(String name) {
    try {
      return Files.readString(work.resolve(name + ".txt"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static boolean isInstalled() throws InterruptedException {
    try {
      return new ProcessBuilder("pgbench", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      System.out.println("pgbench is not installed: this trap is skipped");
      return false;
    }
  }
}
