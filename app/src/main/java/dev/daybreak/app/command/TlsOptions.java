package dev.daybreak.app.command;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.proxy.ProxyOptions;
import dev.daybreak.proxy.tls.ClientCertificates;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Mixin: how the proxy meets its clients. */
final class TlsOptions {
  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description = "PEM certificate chain with which the proxy offers TLS to clients.")
  private @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "PEM private key (PKCS#8, not encrypted) of the certificate.")
  private @Nullable Path key;

  @Option(
      names = "--tls-client-ca",
      paramLabel = "FILE",
      description =
          "PEM file of authorities whose certificates prove clients, where the server lets the"
              + " proxy itself in.")
  private @Nullable Path clientAuthority;

  @Option(
      names = "--tls-client-map",
      paramLabel = "FILE",
      description =
          "Which roles a certificate's common name may log in as, in the form of pg_ident.conf;"
              + " without it the two are equal.")
  private @Nullable Path clientMap;

  @Option(
      names = "--tls-client-required",
      description = "Refuse TLS with clients that show no certificate.")
  private boolean clientRequired;

  @Option(
      names = "--allow-trust",
      description =
          "Let clients from other hosts in without a password where the server trusts the proxy.")
  private boolean allowTrust;

  /** Whether anything is given. */
  boolean given() {
    return certificate != null || key != null || allowTrust;
  }

  ProxyOptions options() {
    ProxyOptions usual = ProxyOptions.defaults();
    return new ProxyOptions(
        usual.eventLoops(), certificate, key, allowTrust, usual.parkedBytesMax(), clients());
  }

  /**
   * Whose certificates prove clients.
   *
   * @throws MigrationException BAD_ARGUMENT when an option is there that needs another
   */
  private @Nullable ClientCertificates clients() {
    if (clientAuthority != null) {
      return new ClientCertificates(clientAuthority, clientMap, clientRequired);
    }
    if (clientMap != null || clientRequired) {
      throw new MigrationException(
          ErrorCode.BAD_ARGUMENT,
          "--tls-client-map and --tls-client-required need --tls-client-ca",
          "Name the file of authorities that sign clients' certificates.");
    }
    return null;
  }
}
