package dev.daybreak.proxy.track;

import dev.daybreak.proxy.sql.Sql;
import dev.daybreak.proxy.sql.SqlCache;
import dev.daybreak.proxy.wire.Wire;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A statement that the client has prepared by protocol: enough to prepare it again elsewhere. */
final class Prepared {
  private static final int FIRST_USER_OID = 16384;

  final byte[] parse;

  /** What executing it leaves to remember. */
  final Sql watched;

  private final SqlCache cache;
  private final int born;

  /** The generation of the server session that holds it; -1 when none does. */
  int generation;

  private byte @Nullable [] elsewhere;

  Prepared(byte[] parse, Sql watched, SqlCache cache, int generation) {
    this.parse = parse;
    this.watched = watched;
    this.cache = cache;
    this.born = generation;
    this.generation = generation;
  }

  /** All that is to be known of its text; asked for only while the session is held. */
  Sql sql() {
    int text = zero(Wire.HEADER) + 1;
    return cache.of(new String(parse, text, zero(text) - text, StandardCharsets.ISO_8859_1));
  }

  /**
   * Copies a Parse frame. On a moved session the oids of user types are blanked: they differ
   * between clusters, and the server then infers the type.
   *
   * @param typesAt where the parameter types begin, relative to the frame
   */
  static byte[] copy(ByteBuf in, int at, int end, int typesAt, boolean moved) {
    byte[] frame = new byte[end - at];
    in.getBytes(at, frame);
    return moved ? blankUserTypes(frame, typesAt) : frame;
  }

  /** The Parse frame as a moved session must send it. */
  static byte[] blankUserTypes(byte[] frame, int typesAt) {
    java.nio.ByteBuffer view = java.nio.ByteBuffer.wrap(frame);
    for (int place = typesAt + 2; place + 4 <= frame.length; place += 4) {
      if (Integer.compareUnsigned(view.getInt(place), FIRST_USER_OID) >= 0) {
        view.putInt(place, 0);
      }
    }
    return frame;
  }

  /** The Parse frame once more: for the server it was made for, or for another. */
  byte[] again(int now) {
    if (now == born) {
      return parse;
    }
    byte[] blanked = elsewhere;
    if (blanked == null) {
      int name = zero(Wire.HEADER) + 1;
      blanked = blankUserTypes(parse.clone(), zero(name) + 1);
      elsewhere = blanked;
    }
    return blanked;
  }

  private int zero(int from) {
    int at = from;
    while (parse[at] != 0) {
      at++;
    }
    return at;
  }
}
