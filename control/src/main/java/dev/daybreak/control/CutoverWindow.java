package dev.daybreak.control;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When an automatic cutover may begin: weekly or daily spans of local time, such as {@code Sat
 * 22:00-Sun 02:00 Europe/Zurich} or {@code 02:00-04:30, Sun 00:00-06:00}. The zone stands last and
 * is UTC when left out; a span ends before its last minute and may pass midnight and the week's
 * end.
 */
public final class CutoverWindow {
  /** Open at any time. */
  public static final CutoverWindow ALWAYS = new CutoverWindow(List.of(), ZoneId.of("UTC"));

  private static final int DAY = 24 * 60;
  private static final int WEEK = 7 * DAY;
  private static final Pattern WHOLE =
      Pattern.compile("(?<spans>.*?\\d)(?:\\s+(?<zone>[A-Za-z].*))?");
  private static final Pattern SPAN =
      Pattern.compile(
          "(?:(?<from>[A-Za-z]{3}) )?(?<begin>\\d\\d:\\d\\d)\\s*-\\s*"
              + "(?:(?<to>[A-Za-z]{3}) )?(?<end>\\d\\d:\\d\\d)");

  /** Minutes from Monday's or any day's midnight; the end may lie in the next period. */
  private record Span(int begin, int end, int period) {
    boolean contains(int minuteOfWeek) {
      int minute = minuteOfWeek % period;
      return minute >= begin && minute < end || minute + period < end;
    }
  }

  private final List<Span> spans;
  private final ZoneId zone;

  private CutoverWindow(List<Span> spans, ZoneId zone) {
    this.spans = spans;
    this.zone = zone;
  }

  /**
   * Reads a window.
   *
   * @param text as a person wrote it; empty for always
   * @throws IllegalArgumentException when it is none; the message says what is expected
   */
  public static CutoverWindow parse(String text) {
    if (text.isBlank()) {
      return ALWAYS;
    }
    Matcher whole = WHOLE.matcher(text.strip());
    if (!whole.matches()) {
      throw refused(text, null);
    }
    try {
      List<Span> spans = new ArrayList<>();
      for (String part : whole.group("spans").split(",", -1)) {
        spans.add(span(part.strip(), text));
      }
      String zone = whole.group("zone");
      return new CutoverWindow(List.copyOf(spans), ZoneId.of(zone == null ? "UTC" : zone));
    } catch (DateTimeException e) {
      throw refused(text, e);
    }
  }

  private static Span span(String part, String text) {
    Matcher matcher = SPAN.matcher(part);
    boolean oneDayOnly =
        matcher.matches() && matcher.group("from") == null && matcher.group("to") != null;
    if (!matcher.matches() || oneDayOnly) {
      throw refused(text, null);
    }
    int begin = minutes(matcher.group("begin"));
    int end = minutes(matcher.group("end"));
    if (matcher.group("from") == null) {
      return new Span(begin, end > begin ? end : end + DAY, DAY);
    }
    int first = day(matcher.group("from"), text);
    int last = matcher.group("to") == null ? first : day(matcher.group("to"), text);
    begin += first * DAY;
    end += last * DAY;
    return new Span(begin, end > begin ? end : end + WEEK, WEEK);
  }

  private static int minutes(String time) {
    LocalTime parsed = LocalTime.parse(time);
    return parsed.getHour() * 60 + parsed.getMinute();
  }

  private static int day(String name, String text) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.name().startsWith(name.toUpperCase(Locale.ROOT))) {
        return day.ordinal();
      }
    }
    throw refused(text, null);
  }

  private static IllegalArgumentException refused(String text, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "'" + text + "' is no window: write it like Sat 22:00-Sun 02:00 Europe/Zurich", cause);
  }

  /** Whether a cutover may begin then. */
  public boolean contains(Instant instant) {
    ZonedDateTime local = instant.atZone(zone);
    int minute = local.getDayOfWeek().ordinal() * DAY + local.getHour() * 60 + local.getMinute();
    return spans.isEmpty() || spans.stream().anyMatch(span -> span.contains(minute));
  }
}
