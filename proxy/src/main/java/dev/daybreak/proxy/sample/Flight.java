package dev.daybreak.proxy.sample;

import dev.daybreak.kernel.sample.SampleContext;
import java.time.Instant;

/** An execution that is being looked at. Used by one event loop. */
final class Flight {
  final Place place;
  long rows;
  private final String text;
  private final int[] types;
  private final byte[] bound;
  private final SampleContext context;
  private final long run;
  private final long startedAt = System.nanoTime();

  /**
   * Where its replies come.
   *
   * @param group how many times the server gets ready before, since the session was quiet
   * @param number how many executions of its group end before; {@link #WHOLE} for a simple query
   */
  record Place(int group, int number) {
    static final int WHOLE = -1;

    boolean whole(int there) {
      return number == WHOLE && group == there;
    }

    boolean is(int there, int count) {
      return number == count && group == there;
    }
  }

  Flight(String text, Seen seen, byte[] bound, SampleContext context, Place place) {
    this.text = text;
    this.types = place.number == Place.WHOLE ? new int[0] : seen.types();
    this.bound = bound;
    this.context = context;
    this.run = seen.look();
    this.place = place;
  }

  Observation observation(String encoding, boolean backslashes, String failure) {
    long nanos = System.nanoTime() - startedAt;
    return new Observation(
        text,
        encoding,
        backslashes,
        types,
        bound,
        context,
        new Observation.Outcome(run, nanos, rows, failure, Instant.now()));
  }
}
