package dev.daybreak.proxy.sample;

import dev.daybreak.proxy.track.Onlooker;
import dev.daybreak.proxy.wire.StartupPacket;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Where one database's sessions hand over what they looked at. Event loops never wait here: what
 * finds no room is dropped and counted. Thread-safe.
 */
public final class Sampler {
  /** A longer text, or longer values, are not taken. */
  static final int TEXT_MAX = 32 << 10;

  private static final int QUEUE_MAX = 512;

  private final SampleOptions options;
  private final ArrayBlockingQueue<Observation> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
  private final Map<Place, Sieve> sieves = new ConcurrentHashMap<>();
  private final LongAdder taken = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private volatile boolean on = true;

  /** Whose statements a sieve is for, and which thread uses it. */
  private record Place(EventLoop loop, String user) {}

  Sampler(SampleOptions options) {
    this.options = options;
  }

  /** How it samples. */
  public SampleOptions options() {
    return options;
  }

  /** Executions that were looked at since the start. */
  public long taken() {
    return taken.sum();
  }

  /** Executions that were looked at and could not be kept. */
  public long dropped() {
    return dropped.sum();
  }

  /** Whether it still samples. */
  public boolean on() {
    return on;
  }

  /**
   * Looks at one session.
   *
   * @param reported parameters its server has reported
   */
  public Onlooker probe(EventLoop loop, StartupPacket.Start start, Map<String, String> reported) {
    Place place = new Place(loop, start.user());
    Sieve sieve = sieves.computeIfAbsent(place, key -> new Sieve());
    return new Probe(this, sieve, start.parameters(), reported);
  }

  /** Whether so many bytes are taken along. */
  boolean takes(int bytes) {
    return bytes <= TEXT_MAX;
  }

  void offer(Observation observation) {
    if (on && queue.offer(observation)) {
      taken.increment();
    } else {
      dropped.increment();
    }
  }

  /** Takes all that waits. */
  List<Observation> drain() {
    List<Observation> all = new ArrayList<>();
    queue.drainTo(all);
    return all;
  }

  /** Looks at nothing any more. */
  void stop() {
    on = false;
    queue.clear();
  }
}
