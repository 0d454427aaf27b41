package dev.daybreak.app.show;

import dev.daybreak.control.MigrationView;
import dev.daybreak.control.Reading;
import dev.daybreak.cutover.Standing;
import dev.daybreak.cutover.Step;
import dev.daybreak.kernel.stage.Progress;
import java.util.ArrayList;
import java.util.List;

/** The fleet as a table. Pure. */
public final class StatusTable {
  private static final List<String> HEAD =
      List.of(
          "MIGRATION",
          "PHASE",
          "STEP",
          "SERVES",
          "PROGRESS",
          "SPEED",
          "BYTES",
          "ETA",
          "LAG",
          "VALIDATED",
          "MISMATCHES");
  private static final int PERCENT = 100;

  private StatusTable() {}

  /** Head, one line a migration, and below a line for each failure or other thing to know. */
  public static List<String> render(List<MigrationView> views) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    views.forEach(view -> rows.add(row(view)));
    List<String> lines = aligned(rows);
    for (MigrationView view : views) {
      lines.addAll(remarks(view));
    }
    return lines;
  }

  /** One migration on one line, for places without a table. */
  public static String line(MigrationView view) {
    Reading reading = view.reading();
    StringBuilder text = new StringBuilder(view.spec().name() + " " + place(view));
    add(text, "", progress(reading));
    add(text, "", speed(reading));
    add(text, "", reading.bytes() > 0 ? Units.bytes(reading.bytes()) : "");
    add(text, "ETA ", reading.etaSeconds() > 0 ? Units.seconds(reading.etaSeconds()) : "");
    add(text, "lag ", reading.lagMillis() >= 0 ? Units.millis(reading.lagMillis()) : "");
    add(text, "validated ", validated(view));
    add(text, "waiting: ", reading.waiting());
    return text.toString();
  }

  /** Phase and step, and standing where it does not move. */
  public static String place(MigrationView view) {
    String standing =
        view.state().standing() == Standing.RUNNING ? "" : " " + view.state().standing();
    return view.state().phase() + "/" + view.state().step() + standing;
  }

  private static List<String> row(MigrationView view) {
    Reading reading = view.reading();
    boolean moving = view.state().standing() == Standing.RUNNING;
    return List.of(
        view.spec().name(),
        view.state().phase().name(),
        moving ? view.state().step().name() : view.state().standing().name(),
        view.state().active().name().toLowerCase(java.util.Locale.ROOT),
        orDash(progress(reading)),
        orDash(speed(reading)),
        reading.bytes() > 0 ? Units.bytes(reading.bytes()) : "-",
        Units.seconds(reading.etaSeconds()),
        Units.millis(reading.lagMillis()),
        orDash(validated(view)),
        Units.count(mismatches(view)));
  }

  private static List<String> remarks(MigrationView view) {
    List<String> lines = new ArrayList<>();
    boolean rests = view.state().step() == Step.READY || view.state().step() == Step.REVERSING;
    if (view.failure() != null && (rests || view.state().standing() == Standing.FAILED)) {
      lines.add("  ! " + Errors.line(view.spec().name(), view.failure()));
    }
    if (!view.reading().waiting().isEmpty()) {
      lines.add("  . " + view.spec().name() + " waits: " + view.reading().waiting());
    }
    view.reading().notes().forEach(note -> lines.add("  . " + view.spec().name() + ": " + note));
    return lines;
  }

  private static String progress(Reading reading) {
    if (reading.activity().isEmpty() && reading.total() == 0) {
      return "";
    }
    if (reading.total() == 0) {
      return reading.done() == 0
          ? reading.activity()
          : reading.activity() + " " + Units.count(reading.done()) + " " + reading.unit();
    }
    long percent = Math.min(PERCENT, reading.done() * PERCENT / reading.total());
    return reading.activity() + " " + percent + "% of " + amount(reading, reading.total());
  }

  private static String speed(Reading reading) {
    return reading.perSecond() < 1 ? "" : amount(reading, Math.round(reading.perSecond())) + "/s";
  }

  private static String amount(Reading reading, long number) {
    return reading.unit().equals(Progress.BYTES)
        ? Units.bytes(number)
        : Units.count(number) + " " + reading.unit();
  }

  private static String validated(MigrationView view) {
    long rows = Math.max(view.reading().rowsValidated(), view.facts().rowsValidated());
    long changes = Math.max(view.reading().changesValidated(), view.facts().changesValidated());
    if (rows == 0 && changes == 0) {
      return "";
    }
    return Units.count(rows) + " rows, " + Units.count(changes) + " changes";
  }

  private static long mismatches(MigrationView view) {
    return Math.max(view.reading().mismatches(), view.facts().mismatches());
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }

  private static void add(StringBuilder line, String label, String text) {
    if (!text.isEmpty()) {
      line.append(" | ").append(label).append(text);
    }
  }

  private static List<String> aligned(List<List<String>> rows) {
    int[] widths = new int[HEAD.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
