package dev.daybreak.proxy;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
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
 */
public record ProxyOptions(
    int eventLoops,
    @Nullable Path certificate,
    @Nullable Path key,
    boolean allowTrust,
    long parkedBytesMax) {
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
    if ((certificate == null) != (key == null)) {
      throw new MigrationException(
          ErrorCode.BAD_CONFIGURATION,
          "the proxy has a certificate or a key, but not both",
          "Name both files, or none.");
    }
  }

  /** Without TLS; one event loop for each core, at most four. */
  public static ProxyOptions defaults() {
    int cores = Runtime.getRuntime().availableProcessors();
    return new ProxyOptions(Math.max(1, Math.min(4, cores)), null, null, false, 1 << 20);
  }
}
