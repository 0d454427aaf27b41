package dev.daybreak.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.testkit.TestSql;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that nobody here wrote: psql and pgbench, where they are installed. */
class ToolsIT {
  @TempDir Path directory;
  private ProxyFixture fixture;

  @BeforeEach
  void start() {
    for (String tool : List.of("psql", "pgbench")) {
      boolean present = Files.isExecutable(Path.of("/usr/bin", tool));
      if (!present) {
        System.out.println("skipped: there is no /usr/bin/" + tool);
      }
      Assumptions.assumeTrue(present);
    }
    fixture = ProxyFixture.start();
  }

  @AfterEach
  void stop() {
    if (fixture != null) {
      fixture.close();
    }
  }

  private Process launch(Path output, String tool, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("/usr/bin/" + tool, "-h", "127.0.0.1"));
    command.addAll(List.of("-p", Integer.toString(fixture.port()), "-U", "postgres"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private String run(String tool, String... arguments) throws Exception {
    Path output = directory.resolve("output.txt");
    Process process = launch(output, tool, arguments);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String text = Files.readString(output);
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }

  @Test
  void psqlRunsScriptsWithCopyErrorsAndVariables() throws Exception {
    Path script = directory.resolve("script.sql");
    Files.writeString(
        script,
        """
        CREATE TABLE public."Größe" (id int, v text);
        COPY public."Größe" FROM STDIN;
        1\teins
        2\t\\N
        \\.
        SELECT 1/0;
        \\copy public."Größe" TO STDOUT
        SELECT count(*) FROM public."Größe" \\gset n_
        \\echo rows :n_count
        """,
        StandardCharsets.UTF_8);
    String output = run("psql", "-d", "app", "-X", "-f", script.toString());
    assertThat(output).contains("division by zero").contains("2\t\\N").contains("rows 2");
  }

  @Test
  void pgbenchIsSwitchedUnderLoadInEveryProtocolMode() throws Exception {
    run("pgbench", "-d", "app", "-i", "-q", "-s", "1");
    TestSql.run(
        fixture.target,
        "CREATE TABLE public.pgbench_history (tid int, bid int, aid int, delta int,"
            + " mtime timestamp, filler char(22))",
        "CREATE TABLE public.pgbench_tellers (tid int PRIMARY KEY, bid int, tbalance int,"
            + " filler char(84))",
        "CREATE TABLE public.pgbench_accounts (aid int PRIMARY KEY, bid int, abalance int,"
            + " filler char(84))",
        "CREATE TABLE public.pgbench_branches (bid int PRIMARY KEY, bbalance int, filler char(88))",
        "INSERT INTO public.pgbench_branches VALUES (1, 0)",
        "INSERT INTO public.pgbench_tellers SELECT g, 1, 0 FROM generate_series(1, 10) AS g",
        "INSERT INTO public.pgbench_accounts SELECT g, 1, 0 FROM generate_series(1, 100000) AS g");
    List<Process> benches = new ArrayList<>();
    for (String mode : List.of("simple", "extended", "prepared")) {
      benches.add(
          launch(
              directory.resolve(mode), "pgbench", "-n", "-M", mode, "-c", "3", "-t", "150", "app"));
    }
    Thread.sleep(400);
    fixture.order(2, RouteState.ARMED, Side.SOURCE);
    fixture.order(2, RouteState.DRAINING, Side.SOURCE);
    fixture.order(2, RouteState.HOLDING, Side.SOURCE);
    fixture.order(3, RouteState.SERVING, Side.TARGET);
    for (Process bench : benches) {
      assertThat(bench.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(bench.exitValue()).isZero();
    }
    long after = history(fixture.target);
    assertThat(history(fixture.source) + after).isEqualTo(3 * 3 * 150);
    assertThat(after).as("transactions after the switch").isPositive();
  }

  private static long history(Endpoint endpoint) {
    return Long.parseLong(TestSql.value(endpoint, "SELECT count(*) FROM public.pgbench_history"));
  }
}
