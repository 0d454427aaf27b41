package dev.daybreak.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.stage.SchemaStage.Ddl;
import dev.daybreak.testkit.TestSql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dry run's script. */
class ScriptIT {
  private final PostgresSchemaStage stage = new PostgresSchemaStage();

  @TempDir Path work;

  @Test
  void psqlMakesOfItATargetWithoutADifference() throws Exception {
    Assumptions.assumeTrue(installed(), "psql is not installed here");
    Pairing pairing = Corpus.pairing(ServerRelease.PG15, ServerRelease.PG17, "scripted");

    String script = stage.script(pairing);

    assertThat(TestSql.value(pairing.target(), "SELECT to_regnamespace('daybreak') IS NULL"))
        .as("a dry run changes nothing")
        .isEqualTo("t");
    run(script, pairing.target());
    assertThat(stage.verify(pairing)).isEmpty();
  }

  @Test
  void itHoldsEveryStatementInOrderAndNoPassword() {
    Pairing pairing = Corpus.pairing(ServerRelease.PG15, ServerRelease.PG17, "printed");
    String verifier =
        TestSql.value(
            pairing.source(), "SELECT rolpassword FROM pg_authid WHERE rolname = 'printed_reader'");

    String script = stage.script(pairing);

    assertThat(script).doesNotContain(verifier, "SCRAM").contains("\\set ON_ERROR_STOP on");
    assertThat(script).contains("-- printed_reader");
    int position = 0;
    for (Ddl statement : stage.plan(pairing).statements()) {
      String sql = statement.sql().strip().replaceAll(";$", "");
      int found = script.indexOf(sql, position);
      assertThat(found).as(sql).isNotNegative();
      position = found + sql.length();
    }
    assertThat(script.indexOf("==== before load")).isLessThan(script.indexOf("==== after load"));
  }

  private static boolean installed() throws InterruptedException {
    try {
      return new ProcessBuilder("psql", "--version")
          .redirectErrorStream(true)
          .start()
          .waitFor(30, TimeUnit.SECONDS);
    } catch (IOException e) {
      return false;
    }
  }

  private void run(String script, Endpoint target) throws IOException, InterruptedException {
    Path file = Files.writeString(work.resolve("schema.sql"), script);
    Path log = work.resolve("psql.log");
    Process psql =
        new ProcessBuilder(
                List.of(
                    "psql",
                    "-X",
                    "-q",
                    "-h",
                    target.host(),
                    "-p",
                    "" + target.port(),
                    "-U",
                    target.user(),
                    "-d",
                    target.database(),
                    "-f",
                    file.toString()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(psql.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(psql.exitValue()).as(Files.readString(log)).isZero();
  }
}
