package dev.daybreak.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.app.home.DataDirectory;
import dev.daybreak.app.home.Store;
import dev.daybreak.embedded.EmbeddedServer;
import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that is wrong with what a person gives ends in one line and the right exit code. */
class BadInputIT {
  private static final String NOWHERE = "postgresql://postgres@127.0.0.1:1/nothing";

  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aSourceThatIsNotThereIsNamed() {
    String target = url(TestServers.database(ServerRelease.PG17, "target"));
    assertThat(run("preflight", "--source", NOWHERE, "--target", target)).isEqualTo(3);
    assertOneLine("DAY-201 SOURCE_UNREACHABLE");
  }

  @Test
  void aTargetThatIsNotThereIsNamed() {
    String source = url(TestServers.database(ServerRelease.PG15, "source"));
    assertThat(run("preflight", "--source", source, "--target", NOWHERE)).isEqualTo(4);
    assertOneLine("DAY-301 TARGET_UNREACHABLE");
  }

  @Test
  void aRefusedLoginIsNamed() {
    Endpoint source = TestServers.database(ServerRelease.PG15, "source");
    String stranger = url(source).replace("postgres@", "no_such_role@");
    assertThat(run("preflight", "--source", stranger, "--target", url(source))).isEqualTo(3);
    assertOneLine("DAY-202 SOURCE_LOGIN_REFUSED");
  }

  @Test
  void aSourceWithoutLogicalLogIsBlocked() {
    String target = url(TestServers.database(ServerRelease.PG17, "target"));
    try (EmbeddedServer plain =
        EmbeddedServer.start(
            ServerRelease.PG15, directory.resolve("plain"), Map.of("wal_level", "replica"))) {
      String source = url(plain.endpoint("postgres"));
      assertThat(run("preflight", "--source", source, "--target", target, "--json")).isEqualTo(6);
    }
    assertThat(out.toString())
        .startsWith("{")
        .contains("\"blocked\" : true", "PRE-WAL-LEVEL", "wal_level");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aTargetThatIsNotEmptyIsBlocked() {
    Endpoint source = TestServers.database(ServerRelease.PG15, "source");
    Endpoint target = TestServers.database(ServerRelease.PG17, "target");
    TestSql.run(target, "CREATE TABLE public.\"schon da\" (id int PRIMARY KEY)");
    assertThat(run("preflight", "--source", url(source), "--target", url(target))).isEqualTo(6);
    assertThat(out.toString()).contains("BLOCKER").contains("->");
  }

  @Test
  void aStoreThatIsNotThereIsNamed() {
    assertThat(run("status", "--store", NOWHERE)).isEqualTo(5);
    assertOneLine("DAY-401 STORE_UNREACHABLE");
  }

  @Test
  void anUnknownMigrationIsNamedAndTheEmbeddedStoreStopsAfterTheCommand() {
    assertThat(run("cutover", "shop", "--data", directory.toString())).isEqualTo(2);
    assertOneLine("DAY-105 UNKNOWN_MIGRATION");
    assertThat(directory.resolve("store/postmaster.pid")).doesNotExist();
    assertThat(directory.resolve("store.properties")).doesNotExist();
  }

  @Test
  void aSecondServiceOnADataDirectoryIsRefusedWhileCommandsFindTheFirst() {
    try (Store first = Store.serve(new DataDirectory(directory))) {
      assertThat(run("up", "--data", directory.toString())).isEqualTo(5);
      assertOneLine("DAY-411 DATA_DIRECTORY_TAKEN");
      assertThat(run("status", "--data", directory.toString())).isZero();
      assertThat(out.toString()).contains("no migrations");
      assertThat(first.alone()).isTrue();
    }
    assertThat(directory.resolve("store/postmaster.pid")).doesNotExist();
  }

  private void assertOneLine(String beginning) {
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).startsWith(beginning + ":").contains(" Remedy: ");
    assertThat(out.toString()).isEmpty();
  }

  private static String url(Endpoint endpoint) {
    return "postgresql://"
        + endpoint.user()
        + "@"
        + endpoint.host()
        + ":"
        + endpoint.port()
        + "/"
        + endpoint.database();
  }

  private int run(String... args) {
    return Daybreak.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }
}
