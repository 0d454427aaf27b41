package dev.daybreak.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.embedded.EmbeddedServer;
import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.Secret;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.proxy.tls.ClientCertificates;
import dev.daybreak.testkit.TestSql;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS on both sides, and what certificates prove. */
class TlsIT {
  private static final String PASSWORD = "pass wörd=,'";
  @TempDir static Path directory;
  private static EmbeddedServer server;
  private static TestTls.Files serverFiles;
  private static TestTls.Files proxyFiles;
  private static TestTls.Files clientFiles;

  @BeforeAll
  static void start() throws Exception {
    serverFiles = TestTls.create(directory, "localhost");
    proxyFiles = TestTls.create(directory, "proxy");
    clientFiles = TestTls.create(directory, "client");
    server =
        EmbeddedServer.start(
            ServerRelease.PG17, directory.resolve("data"), Map.of("wal_level", "logical"));
    Endpoint admin = server.endpoint("postgres");
    TestSql.run(
        admin,
        "CREATE DATABASE one",
        "CREATE DATABASE two",
        "CREATE ROLE \"röle\" LOGIN PASSWORD " + Names.literal(PASSWORD),
        "CREATE ROLE cert LOGIN",
        "CREATE ROLE admin SUPERUSER LOGIN PASSWORD 'secret'");
    useTls(admin);
  }

  /** The server is given its key in its own directory, where it may read it. */
  private static void useTls(Endpoint admin) throws Exception {
    Path data = directory.resolve("data");
    Files.copy(serverFiles.certificate(), data.resolve("server.crt"));
    Files.copy(proxyFiles.certificate(), data.resolve("root.crt"));
    Path key = data.resolve("server.key");
    Files.copy(serverFiles.key(), key);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    var owner = Files.getOwner(data.resolve("PG_VERSION"));
    for (String name : new String[] {"server.crt", "server.key", "root.crt"}) {
      Files.setOwner(data.resolve(name), owner);
    }
    Files.writeString(data.resolve("pg_ident.conf"), "proxies proxy cert\n");
    Files.writeString(
        data.resolve("pg_hba.conf"),
        """
        local all all trust
        hostnossl all postgres 127.0.0.1/32 trust
        hostssl all postgres 127.0.0.1/32 trust
        hostssl all cert 127.0.0.1/32 cert map=proxies
        hostssl all all 127.0.0.1/32 scram-sha-256
        """);
    TestSql.run(
        admin,
        "ALTER SYSTEM SET ssl_ca_file = 'root.crt'",
        "ALTER SYSTEM SET ssl = on",
        "SELECT pg_reload_conf()");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Endpoint endpoint(String database, String... options) {
    Map<String, String> all = new java.util.HashMap<>();
    for (int i = 0; i < options.length; i += 2) {
      all.put(options[i], options[i + 1]);
    }
    return new Endpoint("127.0.0.1", server.port(), database, "postgres", Secret.NONE, all);
  }

  private static ProxyFixture proxy(@Nullable ClientCertificates clients, String... behind) {
    ProxyOptions options =
        new ProxyOptions(1, proxyFiles.certificate(), proxyFiles.key(), false, 1 << 20, clients);
    return new ProxyFixture(endpoint("one", behind), endpoint("two", behind), options);
  }

  private static String tls(Connection client) throws SQLException {
    try (ResultSet row =
        client
            .createStatement()
            .executeQuery(
                "SELECT current_database() || ' ' || current_user || ' ' || ssl"
                    + " FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void everyModeBehindIsKept() throws Exception {
    String root = serverFiles.certificate().toString();
    for (String mode : new String[] {"disable", "prefer", "require", "verify-ca", "verify-full"}) {
      try (ProxyFixture fixture = proxy(null, "sslmode", mode, "sslrootcert", root);
          Connection client = fixture.connect()) {
        assertThat(tls(client)).isEqualTo("one postgres " + !mode.equals("disable"));
      }
    }
  }

  @Test
  void aServerOfAnotherAuthorityOrNameIsRefused() {
    String wrong = clientFiles.certificate().toString();
    for (String mode : new String[] {"verify-ca", "verify-full"}) {
      try (ProxyFixture fixture = proxy(null, "sslmode", mode, "sslrootcert", wrong)) {
        assertThatThrownBy(() -> fixture.connect().close())
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08006"));
      }
    }
  }

  @Test
  void scramIsBoundToTheChannelOnBothSidesAndMoves() throws Exception {
    String[] bound = {"sslmode", "require", "channelBinding", "require"};
    Secret secret = Secret.of("secret");
    ProxyOptions options =
        new ProxyOptions(1, proxyFiles.certificate(), proxyFiles.key(), false, 1 << 20);
    try (ProxyFixture fixture =
            new ProxyFixture(
                endpoint("one", bound).withLogin("admin", secret),
                endpoint("two", bound).withLogin("admin", secret),
                options);
        Connection client =
            fixture.connect(
                "user",
                "röle",
                "password",
                PASSWORD,
                "sslmode",
                "require",
                "channelBinding",
                "require")) {
      assertThat(tls(client)).isEqualTo("one röle true");
      fixture.order(2, RouteState.ARMED, Side.SOURCE);
      fixture.order(2, RouteState.HOLDING, Side.SOURCE);
      fixture.order(3, RouteState.SERVING, Side.TARGET);
      assertThat(tls(client)).isEqualTo("two röle true");
    }
  }

  @Test
  void withoutTlsBoundScramIsRefused() {
    try (ProxyFixture fixture = proxy(null, "sslmode", "require")) {
      assertThatThrownBy(
              () ->
                  fixture
                      .connect("user", "röle", "password", PASSWORD, "channelBinding", "require")
                      .close())
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void theProxysOwnCertificateLogsInWhereTheServerMapsIt() throws Exception {
    String[] behind = {
      "sslmode", "require",
      "sslcert", proxyFiles.certificate().toString(),
      "sslkey", proxyFiles.key().toString(),
    };
    Path map = directory.resolve("map.conf");
    Files.writeString(map, "# clients\nm \"/^(cli)ent$\" cert\nm other postgres # comment\n");
    ClientCertificates clients = new ClientCertificates(clientFiles.certificate(), map, false);
    try (ProxyFixture fixture = proxy(clients, behind)) {
      assertThat(startTls(fixture.port(), "cert", clientContext(true), false)).isEqualTo('Z');
      assertThat(startTls(fixture.port(), "cert", clientContext(false), false)).isEqualTo('E');
    }
  }

  @Test
  void clientsMayBeMadeToHaveACertificate() throws Exception {
    ClientCertificates clients = new ClientCertificates(clientFiles.certificate(), null, true);
    try (ProxyFixture fixture = proxy(clients, "sslmode", "require")) {
      assertThatThrownBy(() -> startTls(fixture.port(), "postgres", clientContext(false), false))
          .isInstanceOf(IOException.class);
      assertThat(startTls(fixture.port(), "postgres", clientContext(true), false)).isEqualTo('Z');
    }
  }

  @Test
  void aBadMapIsNamedWithItsLine() throws Exception {
    Path map = directory.resolve("bad.conf");
    Files.writeString(map, "m a b\nm only-two\n");
    ClientCertificates clients = new ClientCertificates(clientFiles.certificate(), map, false);
    assertThatThrownBy(() -> proxy(clients).close())
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("bad.conf line 2");
  }

  @Test
  void tlsMayBeginWithTheFirstByteOnBothSides() throws Exception {
    try (ProxyFixture fixture = proxy(null, "sslmode", "require", "sslnegotiation", "direct")) {
      assertThat(startTls(fixture.port(), "postgres", clientContext(false), true)).isEqualTo('Z');
    }
  }

  @Test
  void aDirectClientThatDoesNotNameTheProtocolIsNotServed() throws Exception {
    try (ProxyFixture fixture = proxy(null, "sslmode", "require");
        SSLSocket socket =
            (SSLSocket)
                clientContext(false).getSocketFactory().createSocket("127.0.0.1", fixture.port())) {
      socket.setSoTimeout(20_000);
      socket.startHandshake();
      assertThatThrownBy(() -> start(socket, "postgres")).isInstanceOf(IOException.class);
    }
  }

  private static SSLContext clientContext(boolean withCertificate) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (var in = Files.newInputStream(proxyFiles.certificate())) {
      trusted.setCertificateEntry(
          "proxy",
          java.security.cert.CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    KeyStore own = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(directory.resolve("client.p12"))) {
      own.load(in, "changeit".toCharArray());
    }
    keys.init(own, "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(withCertificate ? keys.getKeyManagers() : null, trust.getTrustManagers(), null);
    return context;
  }

  /** Connects with TLS and logs in without a password; gives the type of the last frame. */
  private static char startTls(int port, String user, SSLContext context, boolean direct)
      throws IOException {
    try (java.net.Socket plain = new java.net.Socket("127.0.0.1", port)) {
      plain.setSoTimeout(20_000);
      if (!direct) {
        new DataOutputStream(plain.getOutputStream())
            .write(new byte[] {0, 0, 0, 8, 4, -46, 22, 47});
        assertThat(plain.getInputStream().read()).isEqualTo('S');
      }
      SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, "127.0.0.1", port, true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"postgresql"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return start(socket, user);
    }
  }

  private static char start(SSLSocket socket, String user) throws IOException {
    byte[] body = ("user\0" + user + "\0database\0app\0\0").getBytes(UTF_8);
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    java.io.ByteArrayOutputStream packet = new java.io.ByteArrayOutputStream();
    DataOutputStream head = new DataOutputStream(packet);
    head.writeInt(body.length + 8);
    head.writeInt(196608);
    head.write(body);
    out.write(packet.toByteArray());
    out.flush();
    DataInputStream in = new DataInputStream(socket.getInputStream());
    char type;
    do {
      type = (char) in.readByte();
      in.skipNBytes(in.readInt() - 4);
    } while (type != 'Z' && type != 'E');
    return type;
  }
}
