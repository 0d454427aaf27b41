package dev.daybreak.proxy;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client of bare sockets that reads when it likes. */
final class SlowReader implements AutoCloseable {
  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  SlowReader(int port, String database) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(20_000);
    in = new DataInputStream(socket.getInputStream());
    out = new DataOutputStream(socket.getOutputStream());
    byte[] body =
        ("user\0postgres\0database\0" + database + "\0\0").getBytes(StandardCharsets.UTF_8);
    out.writeInt(body.length + 8);
    out.writeInt(196608);
    out.write(body);
    out.flush();
    untilReady();
  }

  void ask(String sql) throws IOException {
    byte[] text = sql.getBytes(StandardCharsets.UTF_8);
    out.writeByte('Q');
    out.writeInt(text.length + 5);
    out.write(text);
    out.writeByte(0);
    out.flush();
  }

  /** Sends bytes as they are. */
  void send(byte... bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** Reads a little after each pause; gives the allocator's largest use seen. */
  long readSlowly(int pauses) throws Exception {
    long worst = 0;
    for (int i = 0; i < pauses; i++) {
      Thread.sleep(25);
      worst = Math.max(worst, used());
      in.skipNBytes(10_000);
    }
    return worst;
  }

  static long used() {
    ByteBufAllocatorMetric metric =
        ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
    return metric.usedDirectMemory() + metric.usedHeapMemory();
  }

  /** Reads so many frames; gives their types. */
  String frames(int count) throws IOException {
    StringBuilder types = new StringBuilder();
    for (int i = 0; i < count; i++) {
      types.append((char) in.readByte());
      in.skipNBytes(in.readInt() - 4);
    }
    return types.toString();
  }

  /** Reads frames up to ReadyForQuery; gives their types without ParameterStatus. */
  String untilReady() throws IOException {
    StringBuilder types = new StringBuilder();
    char type;
    do {
      type = (char) in.readByte();
      types.append(type == 'S' ? "" : type);
      in.skipNBytes(in.readInt() - 4);
    } while (type != 'Z');
    return types.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
