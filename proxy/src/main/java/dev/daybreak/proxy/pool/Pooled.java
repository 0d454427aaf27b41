package dev.daybreak.proxy.pool;

import dev.daybreak.proxy.backend.ServerLink;
import java.util.Map;

/** A pool's notes about one server connection. Guarded by its pool's lock. */
final class Pooled {
  final ServerLink link;
  final Map<String, String> fingerprint;
  final long openedAt = System.nanoTime();
  final int generation;
  long idleSince;

  Pooled(ServerLink link, Map<String, String> fingerprint, int generation) {
    this.link = link;
    this.fingerprint = fingerprint;
    this.generation = generation;
  }
}
