package dev.daybreak.proxy.traffic;

import dev.daybreak.kernel.route.Route;
import dev.daybreak.proxy.order.Standing;
import dev.daybreak.proxy.track.Parking;
import org.jspecify.annotations.Nullable;

/** A client that borrows server connections. May be called by any thread. */
public interface Visitor {
  /** What people may see of it. */
  SessionFacts facts();

  /** Tells it of a newer order. */
  void obey(Route next);

  /** How far it has got with its order; null before it was told of any. */
  @Nullable Standing standing();

  /** What it has sent that waits; only its counts may be read. */
  Parking parked();

  /** Whether it is inside a transaction block. */
  boolean inTransaction();

  /** Ends it with an error. */
  void dismiss(String state, String message);

  /** Disconnects it if it has been silent between transactions for longer than that. */
  void dismissIfSilent(long nanos);
}
