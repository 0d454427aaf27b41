package dev.daybreak.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.testkit.TestServers;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A proxy that a file describes, in front of a real server. */
class StaticProxyIT {
  @TempDir private Path directory;
  private final Endpoint one = TestServers.database(ServerRelease.PG15, "static one");
  private final Endpoint two = TestServers.database(ServerRelease.PG17, "static two");
  private final int port = freePort();

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path write(String mode, String... databases) throws IOException {
    Path file = directory.resolve("proxy.yaml");
    return Files.writeString(
        file,
        "eventLoops: 1\ndefaults:\n  listen: 127.0.0.1:%d\n  pool: {mode: %s}\ndatabases:\n%s"
            .formatted(port, mode, String.join("", databases)));
  }

  private static String served(String name, Endpoint server) {
    return "  - {name: %s, server: 'postgresql://postgres@127.0.0.1:%d/%s'}\n"
        .formatted(name, server.port(), server.database().replace(" ", "%20"));
  }

  private Connection connect(String database) throws SQLException {
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?sslmode=disable";
    return DriverManager.getConnection(url, "postgres", "");
  }

  private static String database(Connection connection) throws SQLException {
    try (ResultSet row = connection.createStatement().executeQuery("SELECT current_database()")) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void servesWhatTheFileSaysAndReadsItAgain() throws Exception {
    Path file = write("none", served("first", one));
    try (StaticProxy proxy = StaticProxy.start(file, directory);
        Connection stays = connect("first")) {
      assertThat(database(stays)).isEqualTo(one.database());
      assertThatThrownBy(() -> connect("second").close()).hasMessageContaining("not served here");

      write("session", served("first", one), served("second", two));
      proxy.reload();
      try (Connection second = connect("second")) {
        assertThat(database(second)).isEqualTo(two.database());
        assertThat(database(stays)).isEqualTo(one.database());

        write("nonsense", served("second", two));
        proxy.reload();
        assertThat(database(stays)).isEqualTo(one.database());

        write("session", served("second", two));
        proxy.reload();
        assertThat(database(second)).isEqualTo(two.database());
        assertThatThrownBy(() -> database(stays)).hasMessageContaining("shutting down");
        assertThatThrownBy(() -> connect("first").close()).hasMessageContaining("not served here");
      }
    }
    assertThatThrownBy(() -> connect("second").close()).isInstanceOf(SQLException.class);
  }

  @Test
  void aSignalMakesItReadTheFileAgain() throws Exception {
    Path file = write("none", served("first", one));
    try (StaticProxy proxy = StaticProxy.start(file, directory);
        Connection stays = connect("first")) {
      assertThat(proxy).isNotNull();
      write("none", served("first", one), served("second", two));
      new ProcessBuilder("/bin/sh", "-c", "kill -HUP " + ProcessHandle.current().pid())
          .start()
          .waitFor();
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (!serves("second")) {
        assertThat(System.nanoTime()).as("the file was not read again").isLessThan(deadline);
        Thread.sleep(20);
      }
      assertThat(database(stays)).isEqualTo(one.database());
    }
  }

  private boolean serves(String name) {
    try (Connection client = connect(name)) {
      return client.isValid(10);
    } catch (SQLException e) {
      return false;
    }
  }

  @Test
  void aTakenPortIsNamedAndLeavesNothingRunning() throws Exception {
    Path file = write("none", served("first", one));
    StaticProxy.start(file, directory).close();
    try (StaticProxy first = StaticProxy.start(file, directory)) {
      assertThatThrownBy(() -> StaticProxy.start(file, directory))
          .isInstanceOf(MigrationException.class)
          .hasMessageContaining("cannot listen at 127.0.0.1:" + port);
      assertThat(first).isNotNull();
      connect("first").close();
    }
  }
}
