package dev.daybreak.proxy.pool;

/** How long a client keeps a server connection. */
public enum PoolMode {
  /** For good: the connection ends with the client. */
  NONE,
  /** Until the client leaves; then the connection is reset and lent to the next. */
  SESSION,
  /** Until the client's transaction ends. */
  TRANSACTION
}
