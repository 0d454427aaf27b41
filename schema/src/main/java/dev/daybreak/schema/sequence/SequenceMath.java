package dev.daybreak.schema.sequence;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.math.BigInteger;
import java.util.Optional;

/**
 * Where a target sequence must stand to be past its twin. Pure; counts in unbounded integers, since
 * bounds may be those of {@code bigint}.
 */
final class SequenceMath {
  private SequenceMath() {}

  /**
   * The place for the target.
   *
   * @param source the twin, read after the fence
   * @param target as it stands; never moved back
   * @param marginCalls how many calls (each of {@code cache} values) to go ahead
   * @throws MigrationException SEQUENCE_BEHIND when the target's bounds do not allow it
   */
  static Sequence place(Sequence source, Sequence target, long marginCalls) {
    BigInteger step =
        big(source.increment()).multiply(big(source.cache())).multiply(big(marginCalls));
    BigInteger wanted = big(source.lastValue()).add(step);
    Sequence placed = source.cycle() ? wrapped(source, wanted) : clamped(source, target, wanted);
    return furthest(placed, target);
  }

  /** A cycling sequence goes on from its other end, in whole steps, as nextval itself would. */
  private static Sequence wrapped(Sequence source, BigInteger wanted) {
    if (within(source, wanted)) {
      return source.at(wanted.longValueExact(), source.called());
    }
    boolean up = source.increment() > 0;
    BigInteger size = big(source.increment()).abs();
    BigInteger start = big(up ? source.minimum() : source.maximum());
    BigInteger values = span(source).divide(size).add(BigInteger.ONE);
    BigInteger last = big(source.lastValue());
    BigInteger end = big(up ? source.maximum() : source.minimum());
    BigInteger left = end.subtract(last).abs().divide(size);
    BigInteger calls =
        wanted.subtract(last).abs().divide(size).subtract(left).subtract(BigInteger.ONE);
    BigInteger offset = calls.mod(values).multiply(size);
    BigInteger value = up ? start.add(offset) : start.subtract(offset);
    return source.at(value.longValueExact(), source.called());
  }

  /** The last value that can still be given, where the margin would go past the bounds. */
  private static Sequence clamped(Sequence source, Sequence target, BigInteger wanted) {
    BigInteger size = big(source.increment());
    BigInteger then = source.called() ? wanted.add(size) : wanted;
    if (within(target, wanted) && within(target, then)) {
      return source.at(wanted.longValueExact(), source.called());
    }
    Optional<BigInteger> next = next(source);
    if (next.isEmpty()) {
      return source;
    }
    BigInteger last = big(source.lastValue());
    BigInteger end = big(source.increment() > 0 ? target.maximum() : target.minimum());
    BigInteger steps = end.subtract(last).divide(size);
    BigInteger value = last.add(size.multiply(steps));
    if (beyond(source.increment(), next.get(), value)) {
      throw behind(source, "the bounds of the target's sequence leave no value past the source");
    }
    return source.at(value.longValueExact(), false);
  }

  /** The target as it stands if it is further on; a cycle counts as ahead up to half way. */
  private static Sequence furthest(Sequence placed, Sequence target) {
    BigInteger ahead = reach(target).subtract(reach(placed)).multiply(sign(placed));
    boolean further = ahead.signum() > 0;
    if (placed.cycle()) {
      further = further && ahead.shiftLeft(1).compareTo(span(placed)) < 0;
    }
    return further ? placed.at(target.lastValue(), target.called()) : placed;
  }

  /** The next value counted without bounds: puts called and uncalled positions on one line. */
  private static BigInteger reach(Sequence sequence) {
    BigInteger last = big(sequence.lastValue());
    return sequence.called() ? last.add(big(sequence.increment())) : last;
  }

  /** The value {@code nextval} would give; empty when it would fail. */
  static Optional<BigInteger> next(Sequence sequence) {
    BigInteger next = reach(sequence);
    if (within(sequence, next)) {
      return Optional.of(next);
    }
    long start = sequence.increment() > 0 ? sequence.minimum() : sequence.maximum();
    return sequence.cycle() ? Optional.of(big(start)) : Optional.empty();
  }

  /**
   * Proves that the target, read back, gives no value that the source gave or will give next.
   *
   * @param placed where it was to be put
   * @throws MigrationException SEQUENCE_BEHIND
   */
  static void prove(Sequence source, Sequence placed, Sequence readBack) {
    if (readBack.lastValue() != placed.lastValue() || readBack.called() != placed.called()) {
      throw behind(source, "reading back shows another place than was set");
    }
    Optional<BigInteger> given = next(source);
    Optional<BigInteger> gives = next(readBack);
    if (source.cycle() || given.isEmpty() || gives.isEmpty()) {
      return;
    }
    if (beyond(source.increment(), given.get(), gives.get())) {
      throw behind(source, "its next value lies before the source's");
    }
  }

  private static MigrationException behind(Sequence source, String why) {
    return new MigrationException(
        ErrorCode.SEQUENCE_BEHIND,
        "sequence " + source.name() + ": " + why,
        "Compare MINVALUE, MAXVALUE and INCREMENT of the sequence on both sides.");
  }

  private static boolean within(Sequence sequence, BigInteger value) {
    return value.compareTo(big(sequence.minimum())) >= 0
        && value.compareTo(big(sequence.maximum())) <= 0;
  }

  private static boolean beyond(long increment, BigInteger value, BigInteger limit) {
    return increment > 0 ? value.compareTo(limit) > 0 : value.compareTo(limit) < 0;
  }

  private static BigInteger span(Sequence sequence) {
    return big(sequence.maximum()).subtract(big(sequence.minimum()));
  }

  private static BigInteger sign(Sequence sequence) {
    return big(Long.signum(sequence.increment()));
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }
}
