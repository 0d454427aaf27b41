package dev.daybreak.e2e.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.control.fleet.Fleet;
import dev.daybreak.cutover.Phase;
import dev.daybreak.cutover.Request;
import dev.daybreak.e2e.journey.Clients;
import dev.daybreak.e2e.journey.Command;
import dev.daybreak.e2e.journey.Scene;
import dev.daybreak.e2e.journey.Shop;
import dev.daybreak.embedded.EmbeddedServer;
import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A migration that cannot be: one line with a code and a remedy, an exit code, and both databases
 * as they were.
 */
class RefusedMigrationIT {
  @TempDir Path work;

  @Test
  void anUrlThatIsNoneIsRefused() {
    Command command =
        Command.run("migrate", "--source", "mysql://me@old/shop", "--target", "x", "--listen", "y");
    assertThat(command.exitCode()).isEqualTo(2);
    assertOneLine(command, "DAY-101 BAD_URL");
  }

  @Test
  void aDatabaseThatDoesNotExistIsNamed() {
    Endpoint target = TestServers.database(ServerRelease.PG17, "empty");
    Endpoint nowhere = Shop.create(ServerRelease.PG15).withDatabase("keine da");
    Command command = migrate(nowhere, target);
    assertThat(command.exitCode()).isEqualTo(3);
    assertOneLine(command, "DAY-20");
    assertThat(Shop.leftBehind(target)).isEmpty();
  }

  @Test
  void aMissingRightIsNamed() {
    Endpoint source = Shop.create(ServerRelease.PG15);
    String role = "weak_" + source.database();
    TestSql.run(source, "CREATE ROLE " + role + " LOGIN");
    Endpoint weak = source.withLogin(role, source.password());
    refusesUntouched(weak, source, TestServers.database(ServerRelease.PG17, "empty"), "PRE-RIGHT");
  }

  @Test
  void aTargetOlderThanTheSourceIsRefused() {
    Endpoint source = Shop.create(ServerRelease.PG17);
    refusesUntouched(
        source, source, TestServers.database(ServerRelease.PG15, "empty"), "PRE-VERSION");
  }

  @Test
  void aTargetThatIsNotEmptyIsRefusedAndStaysAsItIsAfterAbort() {
    Endpoint source = Shop.create(ServerRelease.PG15);
    Endpoint target = TestServers.database(ServerRelease.PG17, "taken");
    TestSql.run(
        target,
        "CREATE TABLE public.\"schon da\" (id int PRIMARY KEY)",
        "INSERT INTO public.\"schon da\" VALUES (1)");
    Endpoint store = refusesUntouched(source, source, target, "PRE-TARGET-NOT-EMPTY");
    try (Fleet fleet = Fleet.open(store);
        Command up =
            Command.start("up", "--store", Command.url(store), "--data", data().toString())) {
      fleet.request("refused", Request.ABORT, "test");
      for (int i = 0; i < 200 && fleet.view("refused").state().phase() != Phase.ABORTED; i++) {
        Scene.nap(java.time.Duration.ofMillis(100));
      }
      assertThat(fleet.view("refused").state().phase())
          .as(up.errors().toString())
          .isEqualTo(Phase.ABORTED);
    }
    assertThat(Shop.leftBehind(source)).isEmpty();
    assertThat(Shop.settings(target)).isEmpty();
    assertThat(TestSql.rows(target, "SELECT id FROM public.\"schon da\"")).containsExactly("1");
  }

  @Test
  void aSourceWithoutLogicalLogOrWithoutAFreeSlotIsRefused() {
    Endpoint target = TestServers.database(ServerRelease.PG17, "empty");
    try (EmbeddedServer replica =
        EmbeddedServer.start(
            ServerRelease.PG15,
            work.resolve("replica"),
            Map.of("wal_level", "replica", "fsync", "off"))) {
      Endpoint source = replica.endpoint("postgres");
      refusesUntouched(source, source, target, "PRE-WAL-LEVEL");
    }
    try (EmbeddedServer full =
        EmbeddedServer.start(
            ServerRelease.PG15,
            work.resolve("full"),
            Map.of("wal_level", "logical", "max_replication_slots", "1", "fsync", "off"))) {
      Endpoint source = full.endpoint("postgres");
      refusesUntouched(source, source, target, "PRE-SLOTS");
    }
  }

  @Test
  void aFleetFileWithAnUnknownOrADoubledKeyIsRefused() throws IOException {
    assertThat(fleetFile("owner: us", "ownr: us")).isEqualTo("DAY-103 UNKNOWN_KEY");
    assertThat(fleetFile("owner: us", "owner: them")).isEqualTo("DAY-104 DUPLICATE_KEY");
  }

  @Test
  void aPortThatIsTakenIsNamed() throws IOException {
    Endpoint source = Shop.create(ServerRelease.PG15);
    Endpoint target = TestServers.database(ServerRelease.PG17, "empty");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Command command =
          migrate(
              source,
              target,
              TestServers.database(ServerRelease.PG17, "store"),
              taken.getLocalPort());
      assertThat(command.exitCode()).isEqualTo(5);
      assertOneLine(command, "DAY-403 PORT_TAKEN");
    }
    assertThat(Shop.leftBehind(source)).isEmpty();
    assertThat(Shop.leftBehind(target)).isEmpty();
  }

  @Test
  void aRefusedMigrationLeavesTheProxyServing() {
    try (Scene scene =
            new Scene("refusal", Shop.create(ServerRelease.PG15), ServerRelease.PG17, work);
        Clients clients = Clients.start(scene)) {
      scene.await(dev.daybreak.cutover.Step.READY);
      TestSql.run(scene.source(), "CREATE INDEX \"schnell!\" ON public.line (price)");
      assertThat(scene.awaitFailure().failure().name()).isEqualTo("SOURCE_DDL_CHANGED");
      clients.awaitService();
      assertThat(clients.failures()).isEmpty();
    }
  }

  /** Runs the migration as one role, and looks at the source as its owner. */
  private Endpoint refusesUntouched(Endpoint as, Endpoint source, Endpoint target, String finding) {
    Endpoint store = TestServers.database(ServerRelease.PG17, "store");
    Command command = migrate(as, target, store, Command.freePort());
    assertThat(command.exitCode()).as(command.errors().toString()).isEqualTo(6);
    assertOneLine(command, "DAY-501 PREFLIGHT_BLOCKED");
    assertThat(error(command)).contains(finding);
    assertThat(Shop.leftBehind(source)).isEmpty();
    assertThat(Shop.settings(source)).isEmpty();
    assertThat(Shop.leftBehind(target)).isEmpty();
    TestSql.run(source, "CREATE TABLE public.still_serving (a int)");
    return store;
  }

  private Command migrate(Endpoint source, Endpoint target) {
    Endpoint store = TestServers.database(ServerRelease.PG17, "store");
    return migrate(source, target, store, Command.freePort());
  }

  private Command migrate(Endpoint source, Endpoint target, Endpoint store, int port) {
    return Command.run(
        "migrate",
        "--name=refused",
        "--source=" + Command.url(source),
        "--target=" + Command.url(target),
        "--listen=127.0.0.1:" + port,
        "--store=" + Command.url(store),
        "--data=" + data(),
        "--once");
  }

  private Path data() {
    return work.resolve("data");
  }

  /** The code of what is wrong with a fleet file of these two lines more. */
  private String fleetFile(String... lines) throws IOException {
    Path file = work.resolve("fleet.yaml");
    String beginning =
        """
        databases:
          - name: shop
            source: postgresql://me@old/shop
            target: postgresql://me@new/shop
            listen: 127.0.0.1:6432
        """;
    Files.writeString(file, beginning + "    " + String.join("\n    ", lines) + "\n");
    Command command = Command.run("migrate", "-f", file.toString(), "--data=" + data());
    assertThat(command.exitCode()).isEqualTo(2);
    assertThat(data().resolve("store")).doesNotExist();
    assertOneLine(command, "DAY-10");
    return error(command).substring(0, error(command).indexOf(':'));
  }

  /** One line says it, whatever was told on the way there. */
  private static void assertOneLine(Command command, String beginning) {
    assertThat(command.errors()).filteredOn(line -> line.startsWith("DAY-")).hasSize(1);
    assertThat(error(command)).startsWith(beginning).contains("Remedy: ");
    assertThat(command.errors()).noneMatch(line -> line.startsWith("\tat "));
  }

  private static String error(Command command) {
    return command.errors().stream()
        .filter(line -> line.startsWith("DAY-"))
        .findFirst()
        .orElseThrow(() -> new AssertionError(command.errors().toString()));
  }
}
