package dev.daybreak.app.config;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;

/**
 * Where a proxy listens.
 *
 * @param host name or address, without brackets
 * @param port 1 to 65535
 */
public record ListenAddress(String host, int port) {
  /**
   * Reads {@code HOST:PORT}; an IPv6 address stands in brackets.
   *
   * @throws MigrationException BAD_ARGUMENT
   */
  public static ListenAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      host = "";
    }
    int port = colon < 0 ? -1 : port(text.substring(colon + 1));
    if (host.isBlank() || port < 1 || port > 65_535) {
      throw new MigrationException(
          ErrorCode.BAD_ARGUMENT,
          "'" + text + "' is not an address to listen on.",
          "Write HOST:PORT, such as 127.0.0.1:6432 or [::1]:6432.");
    }
    return new ListenAddress(host, port);
  }

  private static int port(String text) {
    return text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : -1;
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
