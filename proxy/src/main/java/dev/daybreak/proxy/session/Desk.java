package dev.daybreak.proxy.session;

import io.netty.channel.ChannelHandler;

/** Where administrators are received: a database that is none. Thread-safe. */
public interface Desk {
  /** Whether a database name leads here. */
  boolean serves(String database);

  /** Whether a user may come here at all. */
  boolean admits(String user);

  /** The route whose server knows the users' passwords. */
  @org.jspecify.annotations.Nullable
  RouteRuntime prover();

  /** Answers one administrator. */
  ChannelHandler open(String user);
}
