package dev.daybreak.proxy.sample;

/** What is recorded of statements. */
public enum SampleMode {
  /** Nothing. */
  OFF,
  /** Texts without literals, types, counts; no values. */
  STATEMENTS,
  /** The same and values of parameters and literals. */
  VALUES
}
