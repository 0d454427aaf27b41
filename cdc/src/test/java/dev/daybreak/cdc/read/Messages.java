package dev.daybreak.cdc.read;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes messages of the replication protocol, field by field. */
final class Messages {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  static Messages of(char type) {
    return new Messages().int8(type);
  }

  static ByteBuffer begin(long commit, int xid) {
    return of('B').int64(commit).int64(0).int32(xid).buffer();
  }

  static ByteBuffer commit(long commit, long end) {
    return of('C').int8(0).int64(commit).int64(end).int64(0).buffer();
  }

  static ByteBuffer logical(int flags, String prefix, String content) {
    return of('M').int8(flags).int64(1).cString(prefix).text(content).buffer();
  }

  /** Table {@code s.t} with a key column and a text column. */
  static ByteBuffer relation(int oid, String name) {
    return of('R')
        .int32(oid)
        .cString("s")
        .cString(name)
        .int8('d')
        .int16(2)
        .int8(1)
        .cString("id")
        .int32(23)
        .int32(-1)
        .int8(0)
        .cString("v")
        .int32(25)
        .int32(-1)
        .buffer();
  }

  static ByteBuffer insert(int oid, String id, String value) {
    return of('I').int32(oid).int8('N').int16(2).int8('t').text(id).int8('t').text(value).buffer();
  }

  Messages int8(int value) {
    return write(() -> out.writeByte(value));
  }

  Messages int16(int value) {
    return write(() -> out.writeShort(value));
  }

  Messages int32(int value) {
    return write(() -> out.writeInt(value));
  }

  Messages int64(long value) {
    return write(() -> out.writeLong(value));
  }

  Messages cString(String value) {
    return write(() -> out.write((value + "\0").getBytes(StandardCharsets.UTF_8)));
  }

  Messages text(String value) {
    byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
    return raw(encoded);
  }

  Messages raw(byte[] encoded) {
    return int32(encoded.length).write(() -> out.write(encoded));
  }

  ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  private Messages write(Step step) {
    try {
      step.run();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }
}
