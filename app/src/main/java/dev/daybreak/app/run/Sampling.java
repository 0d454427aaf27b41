package dev.daybreak.app.run;

import dev.daybreak.proxy.sample.SampleMode;
import dev.daybreak.proxy.sample.SampleOptions;
import java.util.List;
import java.util.Set;

/**
 * What the proxies of a process record of their clients' statements.
 *
 * @param statements whether statements of every migration are recorded
 * @param values migrations of which values are recorded too
 * @param redact regular expressions; of a statement in which one is found no value is kept
 */
public record Sampling(boolean statements, Set<String> values, List<String> redact) {
  /** Nothing is recorded. */
  public static final Sampling NONE = new Sampling(false, Set.of(), List.of());

  public Sampling {
    values = Set.copyOf(values);
    redact = List.copyOf(redact);
    options(SampleMode.VALUES, redact);
  }

  /** What is recorded of one migration's clients. */
  SampleOptions of(String migration) {
    SampleMode without = statements ? SampleMode.STATEMENTS : SampleMode.OFF;
    SampleMode mode = values.contains(migration) ? SampleMode.VALUES : without;
    return options(mode, redact);
  }

  private static SampleOptions options(SampleMode mode, List<String> redact) {
    SampleOptions usual = SampleOptions.OFF;
    return new SampleOptions(mode, usual.every(), usual.bytesMax(), usual.valueBytesMax(), redact);
  }
}
