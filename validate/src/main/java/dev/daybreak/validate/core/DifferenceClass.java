package dev.daybreak.validate.core;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What probably happened to a value that differs: a hint for people, never used to decide. */
public enum DifferenceClass {
  NULL,
  ENCODING,
  TRUNCATION,
  PRECISION,
  TIMEZONE,
  GENERATED,
  RANGE,
  OTHER;

  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d{1,4})?");
  private static final Pattern TIME =
      Pattern.compile("(?:(\\d{4,6})-(\\d\\d)-(\\d\\d) )?(\\d\\d):(\\d\\d):(\\d\\d)(\\.\\d+)?(.*)");
  private static final Pattern BEYOND = Pattern.compile("-?(infinity|Infinity|NaN)|.* BC");
  private static final long QUARTER_HOUR_SECONDS = 900;
  private static final long DAY_SECONDS = 86_400;

  /**
   * Compares two texts of one column that are known to differ.
   *
   * @param type the type as {@code format_type} writes it
   * @param generated whether the column is generated on either side
   */
  public static DifferenceClass of(
      String type, boolean generated, @Nullable String source, @Nullable String target) {
    if (generated) {
      return GENERATED;
    }
    if (source == null || target == null) {
      return NULL;
    }
    if (isOneOf(type, "numeric", "real", "double", "integer", "bigint", "smallint", "money")) {
      return number(source, target);
    }
    if (isOneOf(type, "timestamp", "time", "date")) {
      return time(source, target);
    }
    return text(source, target);
  }

  /** Lower-case name for reports. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static boolean isOneOf(String type, String... prefixes) {
    for (String prefix : prefixes) {
      if (type.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private static DifferenceClass number(String source, String target) {
    if (!NUMBER.matcher(source).matches() || !NUMBER.matcher(target).matches()) {
      return BEYOND.matcher(source).matches() || BEYOND.matcher(target).matches() ? RANGE : OTHER;
    }
    BigDecimal a = new BigDecimal(source);
    BigDecimal b = new BigDecimal(target);
    if (a.compareTo(b) == 0) {
      return PRECISION;
    }
    BigDecimal step = BigDecimal.ONE.scaleByPowerOfTen(-Math.min(a.scale(), b.scale()));
    boolean rounded = a.scale() != b.scale() && a.subtract(b).abs().compareTo(step) < 0;
    if (rounded) {
      return PRECISION;
    }
    return isLimit(b) ? RANGE : OTHER;
  }

  private static boolean isLimit(BigDecimal number) {
    for (long limit : new long[] {Short.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE}) {
      boolean upper = number.compareTo(BigDecimal.valueOf(limit)) == 0;
      if (upper || number.compareTo(BigDecimal.valueOf(-limit - 1)) == 0) {
        return true;
      }
    }
    return false;
  }

  private static DifferenceClass time(String source, String target) {
    if (BEYOND.matcher(source).matches() || BEYOND.matcher(target).matches()) {
      return RANGE;
    }
    Matcher a = TIME.matcher(source);
    Matcher b = TIME.matcher(target);
    if (!a.matches() || !b.matches()) {
      return OTHER;
    }
    long apart = Math.abs(seconds(a) - seconds(b));
    boolean sameFraction = java.util.Objects.equals(a.group(7), b.group(7));
    if (apart <= 1 && !sameFraction) {
      return PRECISION;
    }
    boolean shifted = apart % QUARTER_HOUR_SECONDS == 0 && apart < DAY_SECONDS;
    return shifted && sameFraction ? TIMEZONE : OTHER;
  }

  private static long seconds(Matcher time) {
    long days = 0;
    if (time.group(1) != null) {
      int year = Integer.parseInt(time.group(1));
      int month = Integer.parseInt(time.group(2));
      days = java.time.LocalDate.of(year, month, Integer.parseInt(time.group(3))).toEpochDay();
    }
    return days * DAY_SECONDS
        + Long.parseLong(time.group(4)) * 3600
        + Long.parseLong(time.group(5)) * 60
        + Long.parseLong(time.group(6));
  }

  private static DifferenceClass text(String source, String target) {
    if (recoded(source, target) || recoded(target, source)) {
      return ENCODING;
    }
    boolean prefix = source.startsWith(target) || target.startsWith(source);
    return prefix && !source.isEmpty() && !target.isEmpty() ? TRUNCATION : OTHER;
  }

  private static boolean recoded(String a, String b) {
    String asLatin = new String(a.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    return asLatin.equals(b) && !asLatin.equals(a)
        || b.indexOf('\uFFFD') >= 0
        || a.chars().anyMatch(c -> c > 127) && a.replaceAll("[^\\x00-\\x7F]", "?").equals(b)
        || Normalizer.normalize(a, Normalizer.Form.NFC)
            .equals(Normalizer.normalize(b, Normalizer.Form.NFC));
  }
}
