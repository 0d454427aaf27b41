package dev.daybreak.proxy.sample;

import dev.daybreak.kernel.sample.SampleContext;
import dev.daybreak.kernel.sample.SampleCounts;
import dev.daybreak.kernel.sample.SampledStatement;
import dev.daybreak.kernel.sample.SampledValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What is known of one statement, and how much of it is in the file. Used by one thread. */
final class Gathered {
  private static final int EXECUTIONS_MAX = 5;
  private static final Duration RENEWED = Duration.ofSeconds(60);

  private final Random random = new Random();
  private SampledStatement now;
  private long writtenAt;
  private Instant writtenWhen = Instant.EPOCH;
  private int bytes;

  Gathered(SampledStatement first) {
    now = first;
  }

  SampledStatement now() {
    return now;
  }

  /** Size of its last line in the file. */
  int bytes() {
    return bytes;
  }

  Instant lastSeen() {
    return now.counts().lastSeen();
  }

  /** Adds one execution; of many, each has the same chance to leave its values. */
  void add(SampleContext context, Observation.Outcome outcome, List<SampledValue> values) {
    SampleCounts counts =
        now.counts()
            .plus(outcome.run(), outcome.nanos(), outcome.rows(), outcome.failure(), outcome.at());
    List<List<SampledValue>> executions = new ArrayList<>(now.executions());
    if (!values.isEmpty() && executions.size() < EXECUTIONS_MAX) {
      executions.add(values);
    } else if (!values.isEmpty()) {
      long place = (long) (random.nextDouble() * counts.sampled());
      if (place < EXECUTIONS_MAX) {
        executions.set((int) place, values);
      }
    }
    now =
        new SampledStatement(now.text(), now.encoding(), now.types(), context, counts, executions);
  }

  void dropValues() {
    now =
        new SampledStatement(
            now.text(), now.encoding(), now.types(), now.context(), now.counts(), List.of());
  }

  /** Whether the file's line is too far behind: seldom for what is often seen. */
  boolean due(Instant time) {
    long sampled = now.counts().sampled();
    boolean doubled = sampled >= 2 * writtenAt;
    return sampled != writtenAt && (doubled || time.isAfter(writtenWhen.plus(RENEWED)));
  }

  boolean changed() {
    return now.counts().sampled() != writtenAt;
  }

  void written(Instant time, int length) {
    writtenAt = now.counts().sampled();
    writtenWhen = time;
    bytes = length;
  }
}
