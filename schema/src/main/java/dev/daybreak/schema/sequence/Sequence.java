package dev.daybreak.schema.sequence;

/**
 * One sequence and where it stands.
 *
 * @param increment positive or negative, never zero
 * @param cache how many values a session takes at once
 * @param lastValue the value handed out last, or the one to be handed out first
 * @param called whether {@code lastValue} was handed out
 * @param shipped whether an extension brought it, which on the other side it may not
 */
record Sequence(
    SequenceName name,
    long increment,
    long minimum,
    long maximum,
    long cache,
    boolean cycle,
    long lastValue,
    boolean called,
    boolean shipped) {
  /** The same sequence at another place. */
  Sequence at(long value, boolean isCalled) {
    return new Sequence(name, increment, minimum, maximum, cache, cycle, value, isCalled, shipped);
  }
}
