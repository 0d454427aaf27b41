package dev.daybreak.proxy;

import dev.daybreak.kernel.Endpoint;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stands between a proxy and a real server. Once closed by {@link #shut}, it keeps back what the
 * server says after its next error until it is opened again.
 */
final class SluiceServer implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Endpoint behind;
  private volatile CountDownLatch opened = new CountDownLatch(0);
  private volatile CountDownLatch error = new CountDownLatch(1);

  SluiceServer(Endpoint behind) throws IOException {
    this.behind = behind;
    start(this::accept);
  }

  /** The server behind, reached through here. */
  Endpoint endpoint() {
    return Endpoint.of(
        "127.0.0.1", listener.getLocalPort(), behind.database(), behind.user(), behind.password());
  }

  void shut() {
    error = new CountDownLatch(1);
    opened = new CountDownLatch(1);
  }

  /** Waits until the server has sent an error; what follows it is kept back. */
  void awaitError() throws InterruptedException {
    if (!error.await(20, TimeUnit.SECONDS)) {
      throw new AssertionError("no error came");
    }
  }

  void open() {
    opened.countDown();
  }

  private interface Task {
    void run() throws Exception;
  }

  private static void start(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (Exception e) {
                // One side has hung up.
              }
            },
            "sluice");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      Socket proxy = listener.accept();
      Socket server = new Socket(behind.host(), behind.port());
      proxy.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      start(() -> forth(proxy, server));
      start(() -> back(server, proxy));
    }
  }

  private static void forth(Socket proxy, Socket server) throws IOException {
    try (server;
        proxy;
        InputStream in = proxy.getInputStream();
        OutputStream out = server.getOutputStream()) {
      in.transferTo(out);
    }
  }

  private void back(Socket server, Socket proxy) throws Exception {
    try (server;
        proxy;
        DataInputStream in = new DataInputStream(server.getInputStream());
        DataOutputStream out = new DataOutputStream(proxy.getOutputStream())) {
      boolean after = false;
      byte type = in.readByte();
      if (type == 'N') {
        // Of TLS it says no with one byte.
        out.write(type);
        type = in.readByte();
      }
      while (true) {
        byte[] body = new byte[in.readInt() - 4];
        in.readFully(body);
        if (after) {
          error.countDown();
          opened.await();
        }
        after = type == 'E' && opened.getCount() > 0;
        out.write(RawClient.frame((char) type, body));
        out.flush();
        type = in.readByte();
      }
    }
  }

  @Override
  public void close() throws IOException {
    open();
    listener.close();
  }
}
