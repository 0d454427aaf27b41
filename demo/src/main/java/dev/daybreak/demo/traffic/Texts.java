package dev.daybreak.demo.traffic;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Awkward texts. */
final class Texts {
  private static final String[] NOTES = {
    null,
    "",
    "plain",
    "tab\there",
    "line\nbreak\r\n",
    "back\\slash \\N",
    "it's \"quoted\"",
    "žluťoučký 日本語 🚀",
    " padded ",
    "NULL",
    "{1,\"a\"}",
    "$1 ? :x %s",
    "'); --"
  };
  private static final String SYMBOLS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/\\\n";
  private static final int LARGE_MIN = 2_600;
  private static final int LARGE_SPREAD = 3_000;

  private Texts() {}

  /** Null, empty or something with traps. */
  static @Nullable String note(SplittableRandom random) {
    String note = NOTES[random.nextInt(NOTES.length)];
    return note == null || note.isEmpty() || random.nextInt(4) == 0
        ? note
        : note + random.nextInt(1_000);
  }

  /** Null, something short, or random symbols too many to be stored in line. */
  static @Nullable String body(SplittableRandom random, boolean large) {
    if (large && random.nextInt(3) == 0) {
      return symbols(random, LARGE_MIN + random.nextInt(LARGE_SPREAD));
    }
    return random.nextInt(5) == 0 ? null : symbols(random, random.nextInt(40));
  }

  /** A field of COPY's text format. */
  static String copyField(@Nullable String text) {
    return text == null
        ? "\\N"
        : text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r");
  }

  private static String symbols(SplittableRandom random, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(SYMBOLS.charAt(random.nextInt(SYMBOLS.length())));
    }
    return text.toString();
  }
}
