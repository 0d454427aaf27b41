package dev.daybreak.proxy.track;

import io.netty.buffer.ByteBuf;

/** Looks at what a session does without changing it. Called by the session's event loop. */
public interface Onlooker {
  /**
   * A frame of the client's goes to the server.
   *
   * @param at where the frame begins
   * @param end where it ends
   * @param quiet whether no reply is awaited and nothing of an extended query has been sent
   */
  void sent(byte type, ByteBuf in, int at, int end, boolean quiet);

  /**
   * A frame of the server's answers the client; rows and copied data are not shown.
   *
   * @param body where its content begins
   * @param end where it ends
   */
  void received(byte type, ByteBuf in, int body, int end);
}
