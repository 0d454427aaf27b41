package dev.daybreak.app.show;

import java.util.Locale;

/** Numbers as people read them. Not localised: a terminal's reader may be a script. */
public final class Units {
  private static final long KIB = 1024;
  private static final long MINUTE_SECONDS = 60;
  private static final long HOUR_SECONDS = 3600;

  private Units() {}

  /** Such as {@code 1,234,567}. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Such as {@code 12.3 MB}: powers of 1,024. */
  public static String bytes(long bytes) {
    if (bytes < KIB) {
      return bytes + " B";
    }
    double value = bytes;
    int power = -1;
    while (value >= KIB) {
      value /= KIB;
      power++;
    }
    return String.format(Locale.ROOT, "%.1f %cB", value, "kMGTPE".charAt(power));
  }

  /** Such as {@code 8s}, {@code 2m05s} or {@code 1h02m}; {@code -} when negative. */
  public static String seconds(long seconds) {
    if (seconds < 0) {
      return "-";
    }
    if (seconds < MINUTE_SECONDS) {
      return seconds + "s";
    }
    if (seconds < HOUR_SECONDS) {
      return String.format(Locale.ROOT, "%dm%02ds", seconds / 60, seconds % 60);
    }
    return String.format(Locale.ROOT, "%dh%02dm", seconds / 3600, seconds % 3600 / 60);
  }

  /** Such as {@code 38ms} or {@code 1.2s}; {@code -} when negative. */
  public static String millis(long millis) {
    if (millis < 0) {
      return "-";
    }
    return millis < 1000 ? millis + "ms" : String.format(Locale.ROOT, "%.1fs", millis / 1000.0);
  }
}
