package dev.daybreak.e2e.crash;

import dev.daybreak.cutover.Journey;
import dev.daybreak.cutover.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * One switch that is killed.
 *
 * @param places where: the first on the way, further ones while the process that was started again
 *     is still mending
 * @param committed whether the first is past the commit point: the switch must then be finished,
 *     else undone
 */
record Trial(List<String> places, boolean committed) {
  Trial {
    places = List.copyOf(places);
  }

  /** The place at which the switch itself is killed. */
  String first() {
    return places.get(0);
  }

  /**
   * Every place before and after every step of a switch, and in what mends it. One past the commit
   * point never follows another: the process that mends the one is armed for the next, and must not
   * meet that place before the next switch.
   */
  static List<Trial> all() {
    List<Trial> undone = new ArrayList<>();
    List<Trial> finished = new ArrayList<>();
    for (Step step : Journey.switchSteps()) {
      for (String where : List.of("before:", "after:")) {
        boolean committed = step.isAfterCommit() || (where + step).equals("after:COMMIT");
        (committed ? finished : undone).add(new Trial(List.of(where + step), committed));
      }
    }
    undone.add(new Trial(List.of("after:HOLD", "before:RESTORE"), false));
    undone.add(new Trial(List.of("after:FENCE", "after:RESTORE"), false));
    finished.add(new Trial(List.of("after:COMMIT", "before:RESOLVE", "after:RESOLVE"), true));
    return woven(undone, finished);
  }

  private static List<Trial> woven(List<Trial> undone, List<Trial> finished) {
    List<Trial> all = new ArrayList<>();
    int apart = undone.size() / finished.size();
    int next = 0;
    for (Trial trial : finished) {
      all.addAll(undone.subList(next, next + apart));
      next += apart;
      all.add(trial);
    }
    all.addAll(undone.subList(next, undone.size()));
    return all;
  }
}
