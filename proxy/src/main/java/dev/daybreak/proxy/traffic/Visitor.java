package dev.daybreak.proxy.traffic;

/** A client that borrows server connections. May be called by any thread. */
public interface Visitor {
  /** What people may see of it. */
  SessionFacts facts();

  /** Ends it with an error. */
  void dismiss(String state, String message);

  /** Disconnects it if it has been silent between transactions for longer than that. */
  void dismissIfSilent(long nanos);
}
