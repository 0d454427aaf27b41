package dev.daybreak.proxy.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.text.Normalizer;

/**
 * Normalizes a password as PostgreSQL does before it hashes it: SASLprep (RFC 4013), and the
 * password unchanged where that refuses it or it is no UTF-8. Pure.
 */
final class SaslPrep {
  private SaslPrep() {}

  static byte[] prepare(byte[] password) {
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(password)).toString();
    } catch (CharacterCodingException e) {
      return password;
    }
    if (text.chars().allMatch(c -> c < 0x80)) {
      return password;
    }
    String normal = Normalizer.normalize(mapped(text), Normalizer.Form.NFKC);
    boolean refused = normal.isEmpty() || normal.codePoints().anyMatch(SaslPrep::prohibited);
    return refused || !directionsAgree(normal) ? password : normal.getBytes(UTF_8);
  }

  /** Spaces become the one space; what is commonly mapped to nothing goes (section 2.1). */
  private static String mapped(String text) {
    StringBuilder mapped = new StringBuilder();
    text.codePoints()
        .filter(c -> !nothing(c))
        .map(c -> otherSpace(c) ? ' ' : c)
        .forEach(mapped::appendCodePoint);
    return mapped.toString();
  }

  /** RFC 3454 table B.1. */
  private static boolean nothing(int c) {
    return c == 0xAD
        || c == 0x34F
        || c == 0x1806
        || c >= 0x180B && c <= 0x180D
        || c >= 0x200B && c <= 0x200D
        || c == 0x2060
        || c >= 0xFE00 && c <= 0xFE0F
        || c == 0xFEFF;
  }

  /** RFC 3454 table C.1.2. */
  private static boolean otherSpace(int c) {
    return c == 0xA0
        || c == 0x1680
        || c >= 0x2000 && c <= 0x200B
        || c == 0x202F
        || c == 0x205F
        || c == 0x3000;
  }

  /** RFC 3454 tables C.1.2 to C.9, and what is not assigned. */
  private static boolean prohibited(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> otherSpace(c) || special(c);
    };
  }

  private static boolean special(int c) {
    return c == 0x6DD
        || c == 0x70F
        || c == 0x180E
        || c == 0x340
        || c == 0x341
        || c >= 0x200C && c <= 0x200F
        || c >= 0x202A && c <= 0x202E
        || c >= 0x2060 && c <= 0x206F
        || c >= 0x2FF0 && c <= 0x2FFB
        || c >= 0xFFF9 && c <= 0xFFFD
        || c >= 0x1D173 && c <= 0x1D17A
        || c >= 0xE0001 && c <= 0xE007F;
  }

  /** Letters of both directions do not mix, and a right-to-left text has such ends. */
  private static boolean directionsAgree(String text) {
    int[] points = text.codePoints().toArray();
    boolean right = text.codePoints().anyMatch(SaslPrep::rightToLeft);
    boolean left =
        text.codePoints()
            .anyMatch(
                c -> Character.getDirectionality(c) == Character.DIRECTIONALITY_LEFT_TO_RIGHT);
    return !right || !left && rightToLeft(points[0]) && rightToLeft(points[points.length - 1]);
  }

  private static boolean rightToLeft(int c) {
    byte direction = Character.getDirectionality(c);
    return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
        || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
  }
}
