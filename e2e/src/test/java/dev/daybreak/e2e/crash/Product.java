package dev.daybreak.e2e.crash;

import dev.daybreak.app.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The real process, {@code daybreak up}, over one data directory; killed and started again. Its
 * embedded control store outlives a kill, and ends with this at the latest.
 */
final class Product implements AutoCloseable {
  /** The exit code of a process that was killed. */
  static final int KILLED = 137;

  private static final int START_SECONDS_MAX = 60;
  private static final int STOP_SECONDS_MAX = 40;

  private final Path data;
  private final Path fleetFile;
  private @Nullable Process process;

  Product(Path data, Path fleetFile) {
    this.data = data;
    this.fleetFile = fleetFile;
  }

  /**
   * Starts it.
   *
   * @param haltAt where it kills itself, or empty for nowhere
   */
  void start(String haltAt) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx640m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    // What a killed process leaves there goes with the test's own directory.
    command.add("-Djava.io.tmpdir=" + temporary());
    Optional.ofNullable(System.getProperty("daybreak.embedded.cache"))
        .ifPresent(cache -> command.add("-Ddaybreak.embedded.cache=" + cache));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("up", "--data", data.toString(), "-f", fleetFile.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()));
    builder.environment().remove("DAYBREAK_HALT_AT");
    if (!haltAt.isEmpty()) {
      builder.environment().put("DAYBREAK_HALT_AT", haltAt);
    }
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path temporary() {
    try {
      return Files.createDirectories(data.resolveSibling(data.getFileName() + "-tmp"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean alive() {
    Process running = process;
    return running != null && running.isAlive();
  }

  /** Its exit code, or -1 while it runs. */
  int exitCode() {
    Process ended = process;
    return ended == null || ended.isAlive() ? -1 : ended.exitValue();
  }

  /** Where its control store listens; waits for the first start. */
  int storePort() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
    while (System.nanoTime() < deadline && alive()) {
      Properties note = note();
      if (note.containsKey("port")) {
        return Integer.parseInt(note.getProperty("port"));
      }
      nap(50);
    }
    throw new AssertionError("the process has no store:\n" + tail());
  }

  /** The last lines of what it said and logged. */
  String tail() {
    return last(output()) + "\n" + last(data.resolve("log").resolve("daybreak.log"));
  }

  @Override
  public void close() {
    Process running = process;
    if (running != null) {
      running.destroy();
      if (!awaitEnd(running)) {
        running.destroyForcibly();
        awaitEnd(running);
      }
    }
    stopStore();
  }

  static void nap(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("the test was interrupted", e);
    }
  }

  /** The store of a process that could not stop it itself. */
  private void stopStore() {
    try {
      Path pid = data.resolve("store").resolve("postmaster.pid");
      if (Files.exists(pid)) {
        ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).get(0).strip()))
            .ifPresent(Product::end);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void end(ProcessHandle handle) {
    handle.destroy();
    handle
        .onExit()
        .completeOnTimeout(handle, STOP_SECONDS_MAX, TimeUnit.SECONDS)
        .thenAccept(ProcessHandle::destroyForcibly)
        .exceptionally(e -> null)
        .join();
  }

  private static boolean awaitEnd(Process running) {
    try {
      return running.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Properties note() {
    Properties note = new Properties();
    try (var reader = Files.newBufferedReader(data.resolve("store.properties"))) {
      note.load(reader);
    } catch (IOException e) {
      note.clear();
    }
    return note;
  }

  private Path output() {
    return data.resolveSibling("up.out");
  }

  private static String last(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    } catch (IOException e) {
      return file + " cannot be read";
    }
  }
}
