package dev.daybreak.proxy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client of bare sockets: frames out, frames in. Used by one thread. */
final class RawClient implements AutoCloseable {
  static final int PROTOCOL_3_0 = 196608;
  final Socket socket;
  final DataInputStream in;
  final DataOutputStream out;

  /** A frame that was received. */
  record Frame(char type, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /** One field of an error or notice; empty when it has none. */
    String field(char code) {
      for (String field : text().split("\0")) {
        if (!field.isEmpty() && field.charAt(0) == code) {
          return field.substring(1);
        }
      }
      return "";
    }
  }

  RawClient(int port) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(30_000);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
    out = new DataOutputStream(socket.getOutputStream());
  }

  /** Connects and logs in with these startup parameters, in pairs. */
  static RawClient login(int port, String... parameters) throws IOException {
    RawClient client = new RawClient(port);
    client.startup(PROTOCOL_3_0, parameters);
    client.until('Z');
    return client;
  }

  void startup(int protocol, String... parameters) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (String text : parameters) {
      body.write(text.getBytes(StandardCharsets.UTF_8));
      body.write(0);
    }
    body.write(0);
    packet(protocol, body.toByteArray());
  }

  /** An untyped packet: code and content. */
  void packet(int code, byte... content) throws IOException {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    DataOutputStream head = new DataOutputStream(packet);
    head.writeInt(content.length + 8);
    head.writeInt(code);
    head.write(content);
    send(packet.toByteArray());
  }

  void query(String sql) throws IOException {
    byte[] text = sql.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream frame = new ByteArrayOutputStream(text.length + 6);
    DataOutputStream head = new DataOutputStream(frame);
    head.writeByte('Q');
    head.writeInt(text.length + 5);
    head.write(text);
    head.writeByte(0);
    send(frame.toByteArray());
  }

  /** A typed frame. */
  static byte[] frame(char type, byte... body) {
    return java.nio.ByteBuffer.allocate(body.length + 5)
        .put((byte) type)
        .putInt(body.length + 4)
        .put(body)
        .array();
  }

  void send(byte... bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  Frame read() throws IOException {
    char type = (char) in.readByte();
    byte[] body = new byte[in.readInt() - 4];
    in.readFully(body);
    return new Frame(type, body);
  }

  /** Reads up to a frame of that type, which is the last one given. */
  List<Frame> until(char type) throws IOException {
    List<Frame> frames = new ArrayList<>();
    Frame frame;
    do {
      frame = read();
      frames.add(frame);
      if (frame.type == 'E' && type != 'E' && frame.field('V').equals("FATAL")) {
        throw new IOException("fatal: " + frame.field('C') + " " + frame.field('M'));
      }
    } while (frame.type != type);
    return frames;
  }

  /** The first column of the first row of a simple query's answer. */
  String ask(String sql) throws IOException {
    query(sql);
    String value = "";
    for (Frame frame : until('Z')) {
      if (frame.type == 'E') {
        throw new IOException(frame.field('C') + " " + frame.field('M'));
      } else if (frame.type == 'D' && value.isEmpty()) {
        java.nio.ByteBuffer row = java.nio.ByteBuffer.wrap(frame.body);
        row.getShort();
        byte[] text = new byte[row.getInt()];
        row.get(text);
        value = new String(text, StandardCharsets.UTF_8);
      }
    }
    return value;
  }

  /** Whether the other side has hung up: nothing follows. */
  boolean ended() throws IOException {
    try {
      return in.read() < 0;
    } catch (java.net.SocketException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
