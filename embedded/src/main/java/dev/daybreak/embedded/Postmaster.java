package dev.daybreak.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The postmaster that runs on a data directory, read from its {@code postmaster.pid}.
 *
 * @param process the operating system's process
 * @param port the port it listens on
 */
record Postmaster(ProcessHandle process, int port) {
  private static final int PORT_LINE = 3;
  private static final Duration STOP_BUDGET = Duration.ofSeconds(15);

  /** The live postmaster of a data directory, if there is one. */
  static Optional<Postmaster> of(Path dataDirectory) {
    try {
      List<String> lines = Files.readAllLines(dataDirectory.resolve("postmaster.pid"));
      if (lines.size() <= PORT_LINE) {
        return Optional.empty();
      }
      long pid = Long.parseLong(lines.get(0).trim());
      int port = Integer.parseInt(lines.get(PORT_LINE).trim());
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .filter(Postmaster::isServer)
          .map(handle -> new Postmaster(handle, port));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Ends the server: asked first, then killed. */
  void stop() {
    process.destroy();
    Instant deadline = Instant.now().plus(STOP_BUDGET);
    while (process.isAlive() && Instant.now().isBefore(deadline)) {
      pause();
    }
    if (process.isAlive()) {
      process.destroyForcibly();
    }
  }

  private static boolean isServer(ProcessHandle handle) {
    return handle.info().command().map(command -> command.contains("postgres")).orElse(true);
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
