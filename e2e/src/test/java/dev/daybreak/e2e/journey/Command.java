package dev.daybreak.e2e.journey;

import dev.daybreak.app.command.Daybreak;
import dev.daybreak.kernel.Endpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;

/** One command line of the product, run in this process. */
public final class Command implements AutoCloseable {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final String[] arguments;
  private final Thread thread;
  private volatile int exitCode = -1;

  private Command(String... arguments) {
    this.arguments = arguments;
    this.thread = new Thread(this::execute, "command-" + arguments[0]);
    thread.setDaemon(true);
  }

  /** Runs one to its end. */
  public static Command run(String... arguments) {
    Command command = new Command(arguments);
    command.execute();
    return command;
  }

  /** Starts one that goes on until it is closed. */
  public static Command start(String... arguments) {
    Command command = new Command(arguments);
    command.thread.start();
    return command;
  }

  private void execute() {
    exitCode = Daybreak.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  /** The exit code, or -1 while it runs. */
  public int exitCode() {
    return exitCode;
  }

  /** Its standard error so far. */
  public List<String> errors() {
    return err.toString().lines().toList();
  }

  /** A database as people write it on the command line. */
  public static String url(Endpoint endpoint) {
    return "postgresql://"
        + endpoint.user()
        + "@"
        + endpoint.host()
        + ":"
        + endpoint.port()
        + "/"
        + endpoint.database();
  }

  /** A port that is free now. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(30_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
