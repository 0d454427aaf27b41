package dev.daybreak.app.show;

import dev.daybreak.control.MigrationView;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows a fleet while it moves: on a terminal a table that is redrawn in place, elsewhere one line
 * per change of phase and one per migration every two seconds. One thread.
 */
public final class Dashboard {
  /** System property, set by the launcher: whether standard error is a terminal. */
  public static final String TERMINAL_PROPERTY = "daybreak.tty";

  private static final long LINE_NANOS = 2_000_000_000L;
  private static final String UP_AND_CLEAR = "\u001b[%dA\u001b[J";

  private final PrintWriter out;
  private final boolean terminal;
  private final Map<String, String> places = new HashMap<>();
  private final Map<String, Long> spoken = new HashMap<>();
  private int drawn;

  public Dashboard(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** One on the given stream, redrawn when the launcher says it is a terminal. */
  public static Dashboard on(PrintWriter out) {
    return new Dashboard(out, Boolean.getBoolean(TERMINAL_PROPERTY));
  }

  /** Shows the present state; call as often as is convenient. */
  public void show(List<MigrationView> views) {
    show(views, List.of());
  }

  /** Shows the present state and further lines below it. */
  public void show(List<MigrationView> views, List<String> below) {
    if (terminal) {
      erase();
      List<String> lines = StatusTable.render(views);
      lines.forEach(out::println);
      below.forEach(out::println);
      drawn = lines.size() + below.size();
    } else {
      views.forEach(this::speak);
      below.forEach(line -> say("", line, false));
    }
    out.flush();
  }

  /** Prints a line that stays. */
  public void say(String line) {
    erase();
    out.println(line);
    out.flush();
  }

  private void erase() {
    if (drawn > 0) {
      out.printf(UP_AND_CLEAR, drawn);
      drawn = 0;
    }
  }

  private void speak(MigrationView view) {
    String name = view.spec().name();
    String place = StatusTable.place(view);
    boolean moved = !place.equals(places.put(name, place));
    say(name, StatusTable.line(view), moved);
  }

  private void say(String about, String line, boolean atOnce) {
    long now = System.nanoTime();
    if (atOnce || now - spoken.getOrDefault(about, now - LINE_NANOS) >= LINE_NANOS) {
      out.println(line);
      spoken.put(about, now);
    }
  }
}
