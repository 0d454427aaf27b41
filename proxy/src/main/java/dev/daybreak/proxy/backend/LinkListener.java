package dev.daybreak.proxy.backend;

/** Hears once how the opening of a server connection ended. Called on the event loop. */
public interface LinkListener {
  /** The server is ready for a query; the listener owns the link. */
  void opened(ServerLink link);

  /** There is no connection. */
  void refused(LoginFailure failure);
}
