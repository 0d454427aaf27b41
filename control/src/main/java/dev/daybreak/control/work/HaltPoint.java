package dev.daybreak.control.work;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Places where a test can kill the process as {@code kill -9} would: no shutdown hook, no flush.
 * Armed by the environment variable {@code DAYBREAK_HALT_AT}, such as {@code before:FENCE}, {@code
 * catalog:after:COMMIT} or {@code during:indexes}; without it, nothing.
 */
final class HaltPoint {
  private static final Logger LOG = LoggerFactory.getLogger(HaltPoint.class);
  private static final int KILLED = 137;
  private static final String ARMED = System.getenv().getOrDefault("DAYBREAK_HALT_AT", "");

  private HaltPoint() {}

  static void reach(String migration, String place) {
    if (!ARMED.isEmpty() && (ARMED.equals(place) || ARMED.equals(migration + ":" + place))) {
      LOG.warn("halt_point migration={} place={}", migration, place);
      Runtime.getRuntime().halt(KILLED);
    }
  }
}
