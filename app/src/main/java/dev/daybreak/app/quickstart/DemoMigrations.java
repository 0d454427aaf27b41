package dev.daybreak.app.quickstart;

import dev.daybreak.control.EndpointSpec;
import dev.daybreak.control.Gates;
import dev.daybreak.control.MigrationSpec;
import dev.daybreak.control.Ownership;
import dev.daybreak.demo.fleet.FleetDatabase;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.stage.SchemaChoices;
import dev.daybreak.postgres.Connections;
import dev.daybreak.postgres.ServerErrors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** The quickstart's migrations: one for each database, all behind one proxy address. */
final class DemoMigrations {
  private static final String LOOPBACK = "127.0.0.1";

  private final DemoServers servers;
  private final int port;

  DemoMigrations(DemoServers servers) {
    this.servers = servers;
    this.port = freePort();
  }

  /** Where the proxy listens on 127.0.0.1. */
  int port() {
    return port;
  }

  /** What an application of the database knows. */
  String proxyUrl(FleetDatabase database) {
    return "jdbc:postgresql://" + LOOPBACK + ":" + port + "/" + database.name();
  }

  /** Makes the empty databases to migrate to. */
  void createTargets(List<FleetDatabase> databases) {
    Endpoint admin = servers.target().endpoint("postgres");
    try (Connection connection = Connections.open(admin, "quickstart", Side.TARGET);
        Statement statement = connection.createStatement()) {
      for (FleetDatabase database : databases) {
        statement.execute(
            "CREATE DATABASE "
                + Names.quote(database.name())
                + " TEMPLATE template0 ENCODING 'UTF8'");
      }
    } catch (SQLException e) {
      throw ServerErrors.translate(Side.TARGET, "cannot create the target databases", e);
    }
  }

  List<MigrationSpec> specs(List<FleetDatabase> databases) {
    return databases.stream().map(this::spec).toList();
  }

  private MigrationSpec spec(FleetDatabase database) {
    return new MigrationSpec(
        database.name(),
        spec(servers.source().endpoint(database.name())),
        spec(servers.target().endpoint(database.name())),
        LOOPBACK,
        port,
        new Ownership("quickstart", "", ""),
        Gates.DEFAULT,
        true,
        SchemaChoices.NONE);
  }

  private static EndpointSpec spec(Endpoint endpoint) {
    return new EndpointSpec(
        endpoint.host(), endpoint.port(), endpoint.database(), endpoint.user(), "", Map.of());
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new MigrationException(
          ErrorCode.PORT_TAKEN, "no free port on 127.0.0.1.", "Free some ports.", e);
    }
  }
}
