package dev.daybreak.proxy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Frames as a client sends them. */
final class RawFrames {
  private RawFrames() {}

  /** A typed frame of texts, numbers and characters. */
  static byte[] frame(char type, Object... parts) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(body);
    for (Object part : parts) {
      if (part instanceof String text) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.writeByte(0);
      } else if (part instanceof Integer number) {
        out.writeInt(number);
      } else if (part instanceof Short number) {
        out.writeShort(number);
      } else {
        out.writeByte((Character) part);
      }
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    DataOutputStream head = new DataOutputStream(whole);
    head.writeByte(type);
    head.writeInt(body.size() + 4);
    body.writeTo(head);
    return whole.toByteArray();
  }

  static byte[] all(byte[]... frames) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (byte[] frame : frames) {
      whole.write(frame);
    }
    return whole.toByteArray();
  }

  static byte[] query(String sql) throws IOException {
    return frame('Q', sql);
  }

  static byte[] parse(String name, String sql) throws IOException {
    return frame('P', name, sql, (short) 0);
  }

  static byte[] bind(String name) throws IOException {
    return frame('B', "", name, (short) 0, (short) 0, (short) 0);
  }

  static byte[] execute() throws IOException {
    return frame('E', "", 0);
  }

  static byte[] flush() throws IOException {
    return frame('H');
  }

  static byte[] sync() throws IOException {
    return frame('S');
  }
}
