package dev.daybreak.kernel.sample;

/**
 * A parameter's value as one execution had it.
 *
 * @param kind what is known of it
 * @param bytes the value, one char per byte, in the statement's encoding; empty when there is none
 */
public record SampledValue(Kind kind, String bytes) {
  /** SQL's NULL. */
  public static final SampledValue NULL = new SampledValue(Kind.NULL, "");

  /** A value that was not kept. */
  public static final SampledValue OMITTED = new SampledValue(Kind.OMITTED, "");

  /** What is known of a value. */
  public enum Kind {
    NULL,
    TEXT,
    BINARY,
    OMITTED
  }

  /** A value in text format. */
  public static SampledValue text(String bytes) {
    return new SampledValue(Kind.TEXT, bytes);
  }

  /** A value in its type's binary format. */
  public static SampledValue binary(String bytes) {
    return new SampledValue(Kind.BINARY, bytes);
  }

  /** Never the value itself: it may come into a log. */
  @Override
  public String toString() {
    return kind + "(" + bytes.length() + " bytes)";
  }
}
