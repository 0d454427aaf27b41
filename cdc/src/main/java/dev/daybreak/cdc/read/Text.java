package dev.daybreak.cdc.read;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text inside replication messages. Bytes that are not UTF-8 are refused, never replaced. */
final class Text {
  private static final char REPLACEMENT = '\uFFFD';

  private Text() {}

  /** A text that ends with a zero byte. */
  static String cString(ByteBuffer in) {
    int start = in.position();
    int end = start;
    while (in.get(end) != 0) {
      end++;
    }
    String text = utf8(in, end - start);
    in.get();
    return text;
  }

  /** A text of so many bytes. */
  static String utf8(ByteBuffer in, int length) {
    ByteBuffer part = in.slice(in.position(), length);
    in.position(in.position() + length);
    String text = new String(part.array(), part.arrayOffset(), length, StandardCharsets.UTF_8);
    return text.indexOf(REPLACEMENT) < 0 ? text : strict(part);
  }

  private static String strict(ByteBuffer part) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(part).toString();
    } catch (CharacterCodingException e) {
      throw new MigrationException(
          ErrorCode.SOURCE_PROTOCOL,
          "a value in the change stream is not valid UTF-8",
          "The database's encoding is probably SQL_ASCII: mend or waive the affected rows.",
          e);
    }
  }
}
