package dev.daybreak.proxy.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Cuts a connection's first bytes into frames until the login is over. Subclasses handle each frame
 * and remove themselves; what was read beyond is handed to the next handler.
 */
public abstract class LoginDecoder extends ByteToMessageDecoder {
  private static final int FRAME_MAX = 1 << 20;

  private int lengthOffset;
  private boolean single;

  /** Next come typed frames. */
  protected final void typed() {
    lengthOffset = 1;
    single = false;
  }

  /** Next come frames without a type byte. */
  protected final void untyped() {
    lengthOffset = 0;
    single = false;
  }

  /** Next comes one byte: the answer to an SSLRequest. */
  protected final void single() {
    single = true;
  }

  /** Whether bytes have arrived that no frame has taken yet. */
  protected final boolean hasMore() {
    return actualReadableBytes() > 0;
  }

  /**
   * One frame.
   *
   * @param type its type byte; 0 for an untyped one; the byte itself after {@link #single}
   * @param body the content, valid during the call
   */
  protected abstract void frame(ChannelHandlerContext context, byte type, ByteBuf body);

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (single) {
      frame(context, in.readByte(), in.readSlice(0));
      return;
    }
    if (in.readableBytes() < lengthOffset + 4) {
      return;
    }
    int length = in.getInt(in.readerIndex() + lengthOffset);
    if (length < 4 || length > FRAME_MAX) {
      throw new MalformedFrame("invalid length of startup packet");
    }
    if (in.readableBytes() < lengthOffset + length) {
      return;
    }
    byte type = lengthOffset == 1 ? in.readByte() : 0;
    in.skipBytes(4);
    frame(context, type, in.readSlice(length - 4));
  }
}
