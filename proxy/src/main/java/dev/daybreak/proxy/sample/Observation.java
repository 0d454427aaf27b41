package dev.daybreak.proxy.sample;

import dev.daybreak.kernel.sample.SampleContext;
import java.time.Instant;

/**
 * One execution that was looked at, on its way from an event loop to the recorder.
 *
 * @param text the whole text, one char per byte
 * @param encoding {@code client_encoding}
 * @param backslashes whether {@code standard_conforming_strings} is off
 * @param types declared types of its parameters
 * @param bound formats and values as Bind carries them; empty when they were not taken
 * @param context how it was run
 * @param outcome how that went
 */
record Observation(
    String text,
    String encoding,
    boolean backslashes,
    int[] types,
    byte[] bound,
    SampleContext context,
    Outcome outcome) {
  /**
   * How an execution went.
   *
   * @param run executions since the last one looked at, this one included
   * @param nanos from its way to the server to its end
   * @param rows rows returned or changed
   * @param failure SQLSTATE; empty when it did not fail
   * @param at when it ended
   */
  record Outcome(long run, long nanos, long rows, String failure, Instant at) {}
}
