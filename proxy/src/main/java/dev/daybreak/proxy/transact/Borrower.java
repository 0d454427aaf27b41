package dev.daybreak.proxy.transact;

import dev.daybreak.proxy.track.Tracker;
import io.netty.buffer.ByteBuf;

/** Who hears what a server connection sends. Called by its event loop. */
interface Borrower {
  /** Knows what is awaited. */
  Tracker tracker();

  /** Bytes came from the server, of whatever kind. */
  void arrived(int bytes);

  /** Takes over what is for the client. */
  void toClient(ByteBuf bytes);

  void flushClient();

  /** The server has become able to take more, or unable. */
  void throttle();

  /** The client is told of a setting. */
  void reported(String name, String value);

  /**
   * The server has sent an error.
   *
   * @param state its SQLSTATE
   * @param fatally whether the server ends the session
   * @param hidden whether it answers a query of our own
   */
  void failed(String state, boolean fatally, boolean hidden);

  /**
   * The server is ready for the next query.
   *
   * @param hidden whether the last was our own
   */
  void ready(boolean hidden);

  void serverGone();
}
