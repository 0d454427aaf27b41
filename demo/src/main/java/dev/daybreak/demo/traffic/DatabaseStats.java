package dev.daybreak.demo.traffic;

import java.util.List;

/**
 * How a database's clients fare.
 *
 * @param name of the database in the plan
 * @param transactions finished
 * @param transactionsPerSecond over the last second or so
 * @param failedStatements statements, commits and connects that ended in an SQLException
 * @param failures the first of those: SQLSTATE and message, without values
 * @param acknowledgedWrites row writes acknowledged
 * @param violations what clients read and must not have
 * @param reads durations of reads
 * @param writes durations of writes and commits
 */
public record DatabaseStats(
    String name,
    long transactions,
    double transactionsPerSecond,
    long failedStatements,
    List<String> failures,
    long acknowledgedWrites,
    long violations,
    Latency reads,
    Latency writes) {
  public DatabaseStats {
    failures = List.copyOf(failures);
  }

  /** Durations of statements. */
  public record Latency(long count, double medianMillis, double p99Millis, double maxMillis) {
    static Latency of(Histogram histogram) {
      return new Latency(
          histogram.count(),
          histogram.quantileMillis(0.5),
          histogram.quantileMillis(0.99),
          histogram.maxMillis());
    }
  }
}
