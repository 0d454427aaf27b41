package dev.daybreak.proxy;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Secret;

/** A proxy in a process of its own, which ends with its standard input. */
final class LimitedProxy {
  private LimitedProxy() {}

  public static void main(String[] args) throws Exception {
    Endpoint app =
        Endpoint.of("127.0.0.1", Integer.parseInt(args[0]), "app", "postgres", Secret.NONE);
    try (ProxyFixture fixture = new ProxyFixture(app, app, ProxyOptions.defaults())) {
      System.out.println("port " + fixture.port());
      while (System.in.read() >= 0) {
        // Wait for the end.
      }
    }
  }
}
