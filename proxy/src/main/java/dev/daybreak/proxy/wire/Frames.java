package dev.daybreak.proxy.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Builds whole frames. Every result is a new buffer that the caller owns. */
public final class Frames {
  private static final int WELCOME_BYTES = 1024;

  private Frames() {}

  /** A FATAL error: the session ends after it. */
  public static ByteBuf fatal(String state, String message) {
    return error("FATAL", state, message);
  }

  /** An ErrorResponse with severity, SQLSTATE and message. */
  public static ByteBuf error(String severity, String state, String message) {
    return error(severity, state, message, "");
  }

  /** The same with a detail, which may be empty. */
  public static ByteBuf error(String severity, String state, String message, String detail) {
    ByteBuf frame = begin(Wire.ERROR);
    field(frame, 'S', severity);
    field(frame, 'V', severity);
    field(frame, 'C', state);
    field(frame, 'M', message);
    if (!detail.isEmpty()) {
      field(frame, 'D', detail);
    }
    frame.writeByte(0);
    return end(frame);
  }

  /** ReadyForQuery with a transaction status. */
  public static ByteBuf ready(byte status) {
    return end(begin(Wire.READY).writeByte(status));
  }

  /** ParameterStatus; one char per byte, as {@link Peek#bytes} reads it. */
  public static ByteBuf parameterStatus(String name, String value) {
    ByteBuf frame = buffer();
    parameterStatus(frame, name, value);
    return frame;
  }

  /**
   * Everything a server says to a client it lets in, from AuthenticationOk to ReadyForQuery.
   *
   * @param parameters what the server reports, one char per byte
   * @param notices bodies of notices
   */
  public static ByteBuf welcome(
      Map<String, String> parameters, CancelKey key, List<byte[]> notices) {
    ByteBuf frames = ByteBufAllocator.DEFAULT.buffer(WELCOME_BYTES);
    frames.writeByte(Wire.AUTHENTICATION).writeInt(8).writeInt(Wire.AUTH_OK);
    parameters.forEach((name, value) -> parameterStatus(frames, name, value));
    byte[] secret = key.secretBytes();
    frames.writeByte(Wire.BACKEND_KEY).writeInt(8 + secret.length);
    frames.writeInt(key.pid()).writeBytes(secret);
    for (byte[] notice : notices) {
      frames.writeByte(Wire.NOTICE).writeInt(4 + notice.length).writeBytes(notice);
    }
    return frames.writeByte(Wire.READY).writeInt(5).writeByte('I');
  }

  private static void parameterStatus(ByteBuf frames, String name, String value) {
    frames.writeByte(Wire.PARAMETER_STATUS);
    frames.writeInt(4 + name.length() + 1 + value.length() + 1);
    frames.writeCharSequence(name, StandardCharsets.ISO_8859_1);
    frames.writeByte(0);
    frames.writeCharSequence(value, StandardCharsets.ISO_8859_1);
    frames.writeByte(0);
  }

  /** BackendKeyData. */
  public static ByteBuf backendKey(CancelKey key) {
    return end(begin(Wire.BACKEND_KEY).writeInt(key.pid()).writeBytes(key.secretBytes()));
  }

  /** A frame with that content. */
  public static ByteBuf of(byte type, byte[] body) {
    return end(begin(type).writeBytes(body));
  }

  /** An Authentication request with the bytes that belong to it. */
  public static ByteBuf authentication(int code, byte... content) {
    return end(begin(Wire.AUTHENTICATION).writeInt(code).writeBytes(content));
  }

  /** AuthenticationSASL that offers these mechanisms. */
  public static ByteBuf saslMechanisms(List<String> mechanisms) {
    ByteBuf frame = begin(Wire.AUTHENTICATION).writeInt(Wire.AUTH_SASL);
    mechanisms.forEach(mechanism -> string(frame, mechanism));
    return end(frame.writeByte(0));
  }

  /**
   * NegotiateProtocolVersion.
   *
   * @param minor the minor version of protocol 3 that will be spoken
   * @param unknownOptions the protocol options that are not understood
   */
  public static ByteBuf negotiateVersion(int minor, List<String> unknownOptions) {
    ByteBuf frame = begin(Wire.NEGOTIATE_VERSION).writeInt(Wire.PROTOCOL_3_0 + minor);
    frame.writeInt(unknownOptions.size());
    unknownOptions.forEach(option -> string(frame, option));
    return end(frame);
  }

  /** PasswordMessage, also SASLResponse: the bytes as they are. */
  public static ByteBuf password(byte[] content) {
    return end(begin(Wire.PASSWORD).writeBytes(content));
  }

  /** SASLInitialResponse. */
  public static ByteBuf saslInitial(String mechanism, byte[] first) {
    ByteBuf frame = begin(Wire.PASSWORD);
    string(frame, mechanism);
    return end(frame.writeInt(first.length).writeBytes(first));
  }

  /** A simple Query in the session's own encoding. */
  public static ByteBuf query(String sql, Charset charset) {
    return end(begin(Wire.QUERY).writeBytes(sql.getBytes(charset)).writeByte(0));
  }

  /** Close of a prepared statement. */
  public static ByteBuf closeStatement(String name) {
    ByteBuf frame = begin(Wire.CLOSE).writeByte('S');
    frame.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1)).writeByte(0);
    return end(frame);
  }

  /** Close of the unnamed portal. */
  public static ByteBuf closePortal() {
    return end(begin(Wire.CLOSE).writeByte('P').writeByte(0));
  }

  /** Flush. */
  public static ByteBuf flush() {
    return end(begin(Wire.FLUSH));
  }

  /** CommandComplete. */
  public static ByteBuf commandComplete(String tag) {
    ByteBuf frame = begin(Wire.COMMAND_COMPLETE);
    string(frame, tag);
    return end(frame);
  }

  /** ParameterDescription of a statement without parameters. */
  public static ByteBuf noParameters() {
    return end(begin((byte) 't').writeShort(0));
  }

  /** A frame without content, such as Sync or Terminate. */
  public static ByteBuf empty(byte type) {
    return end(begin(type));
  }

  /** StartupMessage, protocol 3.0. */
  public static ByteBuf startup(Map<String, String> parameters) {
    ByteBuf packet = buffer().writeInt(0).writeInt(Wire.PROTOCOL_3_0);
    parameters.forEach(
        (name, value) -> {
          string(packet, name);
          string(packet, value);
        });
    packet.writeByte(0);
    return packet.setInt(0, packet.readableBytes());
  }

  /** A request code without content: SSLRequest. */
  public static ByteBuf request(int code) {
    return buffer().writeInt(8).writeInt(code);
  }

  /** CancelRequest. */
  public static ByteBuf cancel(int pid, int secret) {
    return buffer().writeInt(16).writeInt(Wire.CANCEL_REQUEST).writeInt(pid).writeInt(secret);
  }

  private static ByteBuf buffer() {
    return ByteBufAllocator.DEFAULT.buffer();
  }

  private static ByteBuf begin(byte type) {
    return buffer().writeByte(type).writeInt(0);
  }

  private static ByteBuf end(ByteBuf frame) {
    return frame.setInt(1, frame.readableBytes() - 1);
  }

  private static void field(ByteBuf frame, char code, String text) {
    frame.writeByte(code);
    string(frame, text);
  }

  private static void string(ByteBuf frame, String text) {
    frame.writeBytes(text.getBytes(StandardCharsets.UTF_8)).writeByte(0);
  }
}
