package dev.daybreak.proxy.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/**
 * Bytes of one direction that have been read but not passed on: at most one incomplete frame
 * between reads. Large data frames pass in pieces.
 */
public final class Intake {
  private static final int RESERVE_MAX = 1 << 20;

  private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
  private int streamLeft;

  /** The whole length of the frame at this place, type byte included. */
  public static int total(ByteBuf in, int at) {
    int length = in.getInt(at + 1);
    if (length < 4 || length > Wire.LENGTH_MAX) {
      throw new MalformedFrame("invalid message length");
    }
    return length + 1;
  }

  /** Takes newly read bytes over. */
  public void add(ByteBuf read, ByteBufAllocator allocator) {
    if (!bytes.isReadable()) {
      bytes.release();
      bytes = read;
      return;
    }
    if (bytes.writableBytes() < read.readableBytes()) {
      int wanted = bytes.readableBytes() + read.readableBytes();
      // Grows by half, or a frame of many megabytes would be copied once for each read.
      ByteBuf larger = allocator.buffer(Math.max(wanted + wanted / 2, reserve()));
      larger.writeBytes(bytes);
      bytes.release();
      bytes = larger;
    }
    bytes.writeBytes(read);
    read.release();
  }

  public ByteBuf bytes() {
    return bytes;
  }

  /** Gives away what stands before that place: the caller owns it. */
  public ByteBuf take(int to) {
    return bytes.readRetainedSlice(to - bytes.readerIndex());
  }

  public boolean streaming() {
    return streamLeft > 0;
  }

  /** Where the frame that passes in pieces ends in these bytes, or the bytes' end. */
  public int streamed() {
    int here = Math.min(streamLeft, bytes.readableBytes());
    streamLeft -= here;
    return bytes.readerIndex() + here;
  }

  /** Lets an incomplete frame pass in pieces; gives the end of what is here. */
  public int stream(int at, int total) {
    streamLeft = total - (bytes.writerIndex() - at);
    return bytes.writerIndex();
  }

  /** Keeps what is left in a buffer of its own, so that no large one is held by a few bytes. */
  public void keepRest() {
    if (!bytes.isReadable()) {
      bytes.release();
      bytes = Unpooled.EMPTY_BUFFER;
    } else if (bytes.readerIndex() > 0) {
      ByteBuf rest = bytes.alloc().buffer(Math.max(bytes.readableBytes(), reserve()));
      rest.writeBytes(bytes);
      bytes.release();
      bytes = rest;
    }
  }

  public void release() {
    bytes.release();
    bytes = Unpooled.EMPTY_BUFFER;
    streamLeft = 0;
  }

  private int reserve() {
    boolean known = bytes.readableBytes() >= Wire.HEADER;
    return known ? Math.min(RESERVE_MAX, Math.max(64, total(bytes, bytes.readerIndex()))) : 64;
  }
}
