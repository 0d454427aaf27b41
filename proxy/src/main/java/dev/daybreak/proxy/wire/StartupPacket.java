package dev.daybreak.proxy.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The first, untyped packet of a connection. */
public sealed interface StartupPacket {
  /** What the server takes for false, whole or cut short. */
  List<String> FALSE = List.of("false", "off", "no", "0");

  /** SSLRequest. */
  record Tls() implements StartupPacket {}

  /** GSSENCRequest. */
  record Gss() implements StartupPacket {}

  /** CancelRequest with the key that BackendKeyData named. */
  record Cancel(CancelKey key) implements StartupPacket {}

  /** StartupMessage of another major version. */
  record Unsupported(int major, int minor) implements StartupPacket {}

  /**
   * StartupMessage.
   *
   * @param minor the protocol's minor version asked for
   * @param parameters in the order sent, without protocol options
   * @param protocolOptions names that begin with {@code _pq_.}
   */
  record Start(int minor, Map<String, String> parameters, List<String> protocolOptions)
      implements StartupPacket {
    /** The login role; empty when the client named none. */
    public String user() {
      return parameters.getOrDefault("user", "");
    }

    /** The database asked for: the user's name by default. */
    public String database() {
      String named = parameters.getOrDefault("database", "");
      return named.isEmpty() ? user() : named;
    }

    /** Whether this is a replication connection. */
    public boolean replication() {
      String value = parameters.getOrDefault("replication", "").toLowerCase(Locale.ROOT);
      return !value.isEmpty() && FALSE.stream().noneMatch(no -> no.startsWith(value));
    }

    /** Whether this is a replication connection of the whole server: its database counts little. */
    public boolean physical() {
      return replication() && !parameters.getOrDefault("replication", "").equals("database");
    }

    /** The minor version that will be spoken. */
    public int minorSpoken() {
      return Math.min(minor, Wire.MINOR_MAX);
    }
  }

  /**
   * Reads the packet's body.
   *
   * @param body after the length; wholly read
   * @throws MalformedFrame when it is none
   */
  static StartupPacket read(ByteBuf body) {
    if (body.readableBytes() < 4) {
      throw new MalformedFrame("invalid length of startup packet");
    }
    int code = body.readInt();
    return switch (code) {
      case Wire.SSL_REQUEST -> new Tls();
      case Wire.GSSENC_REQUEST -> new Gss();
      case Wire.CANCEL_REQUEST -> cancel(body);
      default ->
          code >>> 16 == 3
              ? start(code & 0xffff, body)
              : new Unsupported(code >>> 16, code & 0xffff);
    };
  }

  private static StartupPacket cancel(ByteBuf body) {
    if (body.readableBytes() < 8 || body.readableBytes() > 4 + CancelKey.SECRET_BYTES_MAX) {
      throw new MalformedFrame("invalid length of cancel request");
    }
    int pid = body.readInt();
    return new Cancel(CancelKey.of(pid, ByteBufUtil.getBytes(body)));
  }

  private static StartupPacket start(int minor, ByteBuf body) {
    Map<String, String> parameters = new LinkedHashMap<>();
    List<String> protocolOptions = new ArrayList<>();
    while (true) {
      String name = string(body);
      if (name.isEmpty()) {
        return new Start(minor, parameters, protocolOptions);
      }
      String value = string(body);
      if (name.startsWith("_pq_.")) {
        protocolOptions.add(name);
      } else {
        parameters.put(name, value);
      }
    }
  }

  private static String string(ByteBuf body) {
    int zero = Peek.zero(body, body.readerIndex(), body.writerIndex());
    if (zero < 0) {
      throw new MalformedFrame("invalid startup packet layout: expected terminator as last byte");
    }
    String text =
        body.toString(body.readerIndex(), zero - body.readerIndex(), StandardCharsets.UTF_8);
    body.readerIndex(zero + 1);
    return text;
  }
}
