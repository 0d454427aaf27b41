package dev.daybreak.proxy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What flips cost the clients: their own times while a switch was on, beside those in between. */
final class FlipTimes {
  private static final long AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private record Window(long from, long to, boolean writer) {}

  private final List<Window> windows = new ArrayList<>();
  private final List<Long> holds = new ArrayList<>();

  /**
   * A flip is over.
   *
   * @param from when it was ordered, by {@link System#nanoTime}
   * @param writer whether a long write transaction was open
   * @param holdMillis the longest that a write was held
   */
  void flipped(long from, boolean writer, long holdMillis) {
    windows.add(new Window(from, System.nanoTime() + AFTER_NANOS, writer));
    holds.add(holdMillis);
  }

  /** The longest holds of all flips, in milliseconds. */
  String holds() {
    List<Long> sorted = holds.stream().sorted().toList();
    return "p50 %d p99 %d max %d"
        .formatted(at(sorted, 50), at(sorted, 99), sorted.get(sorted.size() - 1));
  }

  /** The 99th percentile of what clients waited, in microseconds: in calm, and during flips. */
  String waits(List<LoadClient> clients, boolean read) {
    return "calm %d flip %d with a writer %d"
        .formatted(
            p99(clients, read, sample -> windows.stream().noneMatch(in(sample))),
            p99(clients, read, sample -> any(sample, false)),
            p99(clients, read, sample -> any(sample, true)));
  }

  private boolean any(LoadClient.Sample sample, boolean writer) {
    return windows.stream().filter(window -> window.writer() == writer).anyMatch(in(sample));
  }

  private static Predicate<Window> in(LoadClient.Sample sample) {
    return window -> sample.at() + sample.nanos() >= window.from() && sample.at() <= window.to();
  }

  private static long p99(
      List<LoadClient> clients, boolean read, Predicate<LoadClient.Sample> wanted) {
    List<Long> micros =
        clients.stream()
            .flatMap(client -> client.samples().stream())
            .filter(sample -> sample.read() == read && wanted.test(sample))
            .map(sample -> TimeUnit.NANOSECONDS.toMicros(sample.nanos()))
            .sorted(Comparator.naturalOrder())
            .toList();
    return at(micros, 99);
  }

  private static long at(List<Long> sorted, int percent) {
    return sorted.isEmpty()
        ? 0
        : sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
  }
}
