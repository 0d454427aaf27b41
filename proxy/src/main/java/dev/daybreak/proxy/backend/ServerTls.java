package dev.daybreak.proxy.backend;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.proxy.tls.ClientTls;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.File;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS towards servers, by the endpoint's {@code sslmode} and {@code sslrootcert} with libpq's
 * meanings. Contexts are made once per mode and root. Thread-safe.
 */
final class ServerTls {
  /** What to do about TLS. */
  enum Mode {
    DISABLE,
    PREFER,
    REQUIRE,
    VERIFY_CA,
    VERIFY_FULL
  }

  private final Map<String, SslContext> contexts = new ConcurrentHashMap<>();

  static Mode mode(Endpoint endpoint) {
    return switch (endpoint.options().getOrDefault("sslmode", "prefer")) {
      case "disable" -> Mode.DISABLE;
      case "require" -> Mode.REQUIRE;
      case "verify-ca" -> Mode.VERIFY_CA;
      case "verify-full" -> Mode.VERIFY_FULL;
      default -> Mode.PREFER;
    };
  }

  /**
   * A handler for one connection.
   *
   * @throws SSLException when the root certificate cannot be read
   */
  SslHandler handler(Endpoint endpoint, ByteBufAllocator allocator) throws SSLException {
    Mode mode = mode(endpoint);
    boolean verify = mode == Mode.VERIFY_CA || mode == Mode.VERIFY_FULL;
    String root = verify ? endpoint.options().getOrDefault("sslrootcert", "") : "";
    String own = endpoint.options().getOrDefault("sslcert", "");
    String ownKey = endpoint.options().getOrDefault("sslkey", "");
    String key = String.join("\n", mode.name(), root, own, ownKey);
    SslContext context = contexts.get(key);
    if (context == null) {
      context = context(mode, verify ? root : null, own, ownKey);
      contexts.put(key, context);
    }
    return context.newHandler(allocator, endpoint.host(), endpoint.port());
  }

  /** Whether TLS begins with the first byte. */
  static boolean direct(Endpoint endpoint) {
    return endpoint.options().getOrDefault("sslnegotiation", "").equals("direct");
  }

  private static SslContext context(Mode mode, @Nullable String root, String own, String ownKey)
      throws SSLException {
    SslContextBuilder builder = SslContextBuilder.forClient();
    builder.applicationProtocolConfig(ClientTls.alpn());
    if (!own.isEmpty() && !ownKey.isEmpty()) {
      builder.keyManager(new File(own), new File(ownKey));
    }
    builder.endpointIdentificationAlgorithm(mode == Mode.VERIFY_FULL ? "HTTPS" : "");
    if (root == null) {
      builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
    } else if (!root.isEmpty()) {
      builder.trustManager(new File(root));
    }
    return builder.build();
  }
}
