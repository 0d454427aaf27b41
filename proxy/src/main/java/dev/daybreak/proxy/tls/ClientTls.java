package dev.daybreak.proxy.tls;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** TLS towards clients: our certificate, and what theirs prove. Thread-safe. */
public final class ClientTls {
  /** The protocol's name in ALPN; a client that connects with TLS at once must ask for it. */
  public static final String ALPN = "postgresql";

  private final SslContext context;
  private final byte[] binding;
  private final @Nullable ClientCertificates clients;
  private final @Nullable IdentMap map;

  private ClientTls(SslContext context, byte[] binding, @Nullable ClientCertificates clients) {
    this.context = context;
    this.binding = binding;
    this.clients = clients;
    this.map = clients == null || clients.map() == null ? null : IdentMap.read(clients.map());
  }

  /**
   * Reads the files.
   *
   * @param certificate PEM chain
   * @param key PEM private key
   * @param clients whose certificates prove clients; null when none do
   * @throws MigrationException BAD_CONFIGURATION
   */
  public static ClientTls open(Path certificate, Path key, @Nullable ClientCertificates clients) {
    try {
      SslContextBuilder builder =
          SslContextBuilder.forServer(certificate.toFile(), key.toFile())
              .applicationProtocolConfig(alpn());
      if (clients != null) {
        builder.trustManager(clients.authority().toFile());
        builder.clientAuth(clients.required() ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL);
      }
      return new ClientTls(builder.build(), ChannelBinding.of(first(certificate)), clients);
    } catch (IOException | CertificateException | IllegalArgumentException e) {
      throw new MigrationException(
          ErrorCode.BAD_CONFIGURATION,
          "the proxy's certificate " + certificate + " cannot be used: " + e.getMessage(),
          "Name a PEM certificate chain and its unencrypted PKCS#8 key.",
          e);
    }
  }

  /** Both sides refuse any other protocol than PostgreSQL's, where the other side names any. */
  public static ApplicationProtocolConfig alpn() {
    return new ApplicationProtocolConfig(
        Protocol.ALPN,
        SelectorFailureBehavior.FATAL_ALERT,
        SelectedListenerFailureBehavior.ACCEPT,
        ALPN);
  }

  private static X509Certificate first(Path file) throws IOException, CertificateException {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  public SslHandler handler(ByteBufAllocator allocator) {
    return context.newHandler(allocator);
  }

  /** What SCRAM binds to; empty when our certificate gives nothing. */
  public byte[] binding() {
    return binding.clone();
  }

  /** Whether the client's certificate proves that it may be that role. */
  public boolean proves(SSLSession session, String user) {
    if (clients == null) {
      return false;
    }
    Optional<String> name = commonName(session);
    return name.isPresent() && (map == null ? name.get().equals(user) : map.lets(name.get(), user));
  }

  private static Optional<String> commonName(SSLSession session) {
    try {
      X509Certificate certificate = (X509Certificate) session.getPeerCertificates()[0];
      LdapName name = new LdapName(certificate.getSubjectX500Principal().getName());
      return name.getRdns().stream()
          .filter(part -> part.getType().equalsIgnoreCase("CN"))
          .map(Rdn::getValue)
          .map(String::valueOf)
          .reduce((early, late) -> late);
    } catch (SSLPeerUnverifiedException | InvalidNameException e) {
      return Optional.empty();
    }
  }
}
