package dev.daybreak.proxy;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.proxy.tls.ClientCertificates;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a proxy runs.
 *
 * @param eventLoops threads that relay, at least 1
 * @param certificate PEM file for TLS with clients; null for none
 * @param key PEM file of its private key; null for none
 * @param allowTrust whether clients from other hosts are let in when the server trusts the proxy
 *     and the role has no password
 * @param parkedBytesMax bytes held for one client before it is no longer read, at least 64 KiB
 * @param clients whose certificates prove clients; null when none do; needs our own certificate
 */
public record ProxyOptions(
    int eventLoops,
    @Nullable Path certificate,
    @Nullable Path key,
    boolean allowTrust,
    long parkedBytesMax,
    @Nullable ClientCertificates clients) {
  private static final long PARKED_BYTES_LEAST = 64 << 10;

  public ProxyOptions {
    if (eventLoops < 1 || parkedBytesMax < PARKED_BYTES_LEAST) {
      throw new MigrationException(
          ErrorCode.BAD_CONFIGURATION,
          "the proxy needs at least 1 event loop and 65536 parked bytes, not "
              + eventLoops
              + " and "
              + parkedBytesMax,
          "Correct the proxy's options.");
    }
    if (clients != null && certificate == null) {
      throw new MigrationException(
          ErrorCode.BAD_CONFIGURATION,
          "the proxy is to check client certificates, but has none of its own",
          "Name the proxy's certificate and key too.");
    }
    if ((certificate == null) != (key == null)) {
      throw new MigrationException(
          ErrorCode.BAD_CONFIGURATION,
          "the proxy has a certificate or a key, but not both",
          "Name both files, or none.");
    }
  }

  /** The same without client certificates. */
  public ProxyOptions(
      int eventLoops,
      @Nullable Path certificate,
      @Nullable Path key,
      boolean allowTrust,
      long parkedBytesMax) {
    this(eventLoops, certificate, key, allowTrust, parkedBytesMax, null);
  }

  /** Without TLS; one event loop for each core, at most four. */
  public static ProxyOptions defaults() {
    int cores = Runtime.getRuntime().availableProcessors();
    return new ProxyOptions(Math.max(1, Math.min(4, cores)), null, null, false, 1 << 20);
  }
}
