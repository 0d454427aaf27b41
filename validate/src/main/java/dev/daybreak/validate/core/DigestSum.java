package dev.daybreak.validate.core;

/**
 * A commutative digest of many rows: the sum of their digests modulo 2^128. Unlike an XOR fold it
 * does not cancel when a row occurs twice. For one thread.
 */
public final class DigestSum {
  private long high;
  private long low;

  /** Adds one row's digest. */
  public void add(long rowHigh, long rowLow) {
    long sum = low + rowLow;
    high += rowHigh + (Long.compareUnsigned(sum, rowLow) < 0 ? 1 : 0);
    low = sum;
  }

  /** The sum so far. */
  public Digest value() {
    return new Digest(high, low);
  }
}
