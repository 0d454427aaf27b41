package dev.daybreak.app.command;

import dev.daybreak.proxy.ProxyOptions;
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
        usual.eventLoops(), certificate, key, allowTrust, usual.parkedBytesMax());
  }
}
