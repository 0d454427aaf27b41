package dev.daybreak.validate.core;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the text of a type relates to its meaning: where two texts are the same value for the type,
 * the form names a common text. Works on the server's text output with pinned settings; values are
 * never parsed into engine or Java types, so nothing is cut or rounded.
 */
public enum ValueForm {
  /**
   * Text and meaning are one: integers, text, dates, intervals, bytea and all that is not below.
   */
  TEXT('t'),
  /** Trailing zeros of the fraction are scale, not value. */
  NUMERIC('n'),
  /** Minus zero equals zero; every NaN is one. */
  FLOAT('f'),
  /** Trailing blanks are padding. */
  BPCHAR('c'),
  /** Numbers inside keep their scale in the text. */
  JSONB('j');

  private static final Pattern FRACTION =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|(-?\\d+)\\.(\\d+)");

  private final byte code;

  ValueForm(char code) {
    this.code = (byte) code;
  }

  /** The form of a type by its name as {@code format_type} writes it, modifier or not. */
  public static ValueForm ofType(String type) {
    int modifier = type.indexOf('(');
    return switch (modifier < 0 ? type : type.substring(0, modifier)) {
      case "numeric" -> NUMERIC;
      case "real", "double precision" -> FLOAT;
      case "character", "bpchar" -> BPCHAR;
      case "jsonb" -> JSONB;
      default -> TEXT;
    };
  }

  /** The form of a built-in type by its fixed OID. */
  public static ValueForm ofOid(int oid) {
    return switch (oid) {
      case 1700 -> NUMERIC;
      case 700, 701 -> FLOAT;
      case 1042 -> BPCHAR;
      case 3802 -> JSONB;
      default -> TEXT;
    };
  }

  /** The letter of the form inside an encoding. */
  byte code() {
    return code;
  }

  /** The common text of all texts of this value, or null when it is the given one. */
  byte @Nullable [] meaning(byte[] text, int offset, int length) {
    return switch (this) {
      case TEXT -> null;
      case NUMERIC -> scaleless(text, offset, length);
      case FLOAT ->
          length == 2 && text[offset] == '-' && text[offset + 1] == '0' ? new byte[] {'0'} : null;
      case BPCHAR -> unpadded(text, offset, length);
      case JSONB -> scalelessNumbers(text, offset, length);
    };
  }

  private static byte @Nullable [] scaleless(byte[] text, int offset, int length) {
    int end = offset + length;
    int point = offset;
    while (point < end && text[point] != '.') {
      point++;
    }
    if (point == end) {
      return null;
    }
    int last = end;
    while (text[last - 1] == '0') {
      last--;
    }
    return shortened(text, offset, last == point + 1 ? point : last, end);
  }

  private static byte @Nullable [] unpadded(byte[] text, int offset, int length) {
    int last = offset + length;
    while (last > offset && text[last - 1] == ' ') {
      last--;
    }
    return shortened(text, offset, last, offset + length);
  }

  private static byte @Nullable [] shortened(byte[] text, int offset, int last, int end) {
    return last == end ? null : java.util.Arrays.copyOfRange(text, offset, last);
  }

  private static byte @Nullable [] scalelessNumbers(byte[] text, int offset, int length) {
    boolean fraction = false;
    for (int i = offset + 1; i < offset + length && !fraction; i++) {
      fraction = text[i] == '.' && text[i - 1] >= '0' && text[i - 1] <= '9';
    }
    if (!fraction) {
      return null;
    }
    String json = new String(text, offset, length, StandardCharsets.UTF_8);
    Matcher matcher = FRACTION.matcher(json);
    String meaning = matcher.replaceAll(found -> Matcher.quoteReplacement(number(found)));
    return meaning.equals(json) ? null : meaning.getBytes(StandardCharsets.UTF_8);
  }

  private static String number(java.util.regex.MatchResult found) {
    if (found.group(1) == null) {
      return found.group();
    }
    String fraction = found.group(2).replaceAll("0+$", "");
    return fraction.isEmpty() ? found.group(1) : found.group(1) + "." + fraction;
  }
}
