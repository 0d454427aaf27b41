package dev.daybreak.proxy.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Reads single values out of a frame without moving the buffer's own position. */
public final class Peek {
  private Peek() {}

  /** Index of the zero byte that ends the text beginning at {@code from}, or -1. */
  public static int zero(ByteBuf buffer, int from, int end) {
    return buffer.indexOf(from, end, (byte) 0);
  }

  /**
   * Index of the zero byte that ends the text beginning at {@code from}.
   *
   * @throws MalformedFrame when there is no end
   */
  public static int textEnd(ByteBuf buffer, int from, int end) {
    int zero = zero(buffer, from, end);
    if (zero < 0) {
      throw new MalformedFrame("a text without end");
    }
    return zero;
  }

  /**
   * The zero-ended text at {@code from}, one char per byte: the session's encoding is not ours to
   * know, and this keeps every byte as it is.
   *
   * @throws MalformedFrame when there is no end
   */
  public static String bytes(ByteBuf buffer, int from, int end) {
    int zero = textEnd(buffer, from, end);
    return zero == from ? "" : buffer.toString(from, zero - from, StandardCharsets.ISO_8859_1);
  }

  /** One field of an ErrorResponse or NoticeResponse body; empty when it has none. */
  public static String field(ByteBuf buffer, int from, int end, char code) {
    int at = from;
    while (at < end && buffer.getByte(at) != 0) {
      int zero = zero(buffer, at + 1, end);
      if (zero < 0) {
        return "";
      }
      if (buffer.getByte(at) == code) {
        return buffer.toString(at + 1, zero - at - 1, StandardCharsets.UTF_8);
      }
      at = zero + 1;
    }
    return "";
  }
}
