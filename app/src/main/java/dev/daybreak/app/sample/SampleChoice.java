package dev.daybreak.app.sample;

import dev.daybreak.app.run.Sampling;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** Mixin: what proxies record of their clients' statements. */
public final class SampleChoice {
  @Option(
      names = "--sample",
      description =
          "Record a sample of clients' statements in the data directory, without values: texts,"
              + " types, counts, times. `daybreak sample` shows it.")
  private boolean statements;

  @Option(
      names = "--sample-values",
      paramLabel = "NAME",
      description =
          "A migration of which values of parameters and literals may be recorded too. May be"
              + " repeated.")
  private List<String> values = List.of();

  @Option(
      names = "--sample-redact",
      paramLabel = "REGEX",
      description =
          "Keep no value of a statement in whose text this is found. May be repeated. Passwords"
              + " and their kin are never kept.")
  private List<String> redact = List.of();

  /** What was chosen. */
  public Sampling sampling() {
    return new Sampling(statements, Set.copyOf(values), redact);
  }

  /** Whether anything was. */
  public boolean given() {
    return statements || !values.isEmpty() || !redact.isEmpty();
  }
}
