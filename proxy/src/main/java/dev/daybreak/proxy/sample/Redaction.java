package dev.daybreak.proxy.sample;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides which texts and values may be kept. Thread-safe. */
final class Redaction {
  /** Statements that may carry secrets: their values are never kept. */
  private static final Pattern SECRETS =
      Pattern.compile(
          "passw|secret|token|credential|api_?key|user\\s+mapping|connection|conninfo|dblink"
              + "|crypt\\s*\\(|private_?key",
          Pattern.CASE_INSENSITIVE);

  /** What follows the word in such a statement is a secret even when it is no literal. */
  private static final Pattern ROLE_PASSWORD =
      Pattern.compile(
          "^(.*?\\b(?:create|alter)\\s+(?:role|user|group)\\b.*?\\bpassword\\b).*$",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** Where a quote can be the second byte of a char, literals cannot be found. */
  private static final Set<String> UNSAFE =
      Set.of("SJIS", "BIG5", "GBK", "UHC", "GB18030", "JOHAB", "SHIFT_JIS_2004");

  private final boolean values;
  private final List<Pattern> patterns;

  Redaction(SampleOptions options) {
    values = options.mode() == SampleMode.VALUES;
    patterns = options.patterns();
  }

  /** Whether texts in this encoding can be read at all. */
  boolean readable(String encoding) {
    return !UNSAFE.contains(encoding.toUpperCase(java.util.Locale.ROOT));
  }

  /** Whether values of a statement may be kept. */
  boolean keepsValues(String text) {
    String shown = new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    return values
        && !SECRETS.matcher(shown).find()
        && patterns.stream().noneMatch(pattern -> pattern.matcher(shown).find());
  }

  /** What of a text without literals may be kept. */
  String text(String text) {
    Matcher password = ROLE_PASSWORD.matcher(text);
    return password.matches() ? password.group(1) : text;
  }
}
