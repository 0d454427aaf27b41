package dev.daybreak.demo.ledger;

/** What a client knows about a transaction whose commit it asked for. */
public enum Outcome {
  /** No answer came: it may be there, whole, or not at all. */
  UNKNOWN,
  /** The commit was acknowledged: it must be there. */
  ACKNOWLEDGED,
  /** The server refused it: it must not be there. */
  FAILED
}
