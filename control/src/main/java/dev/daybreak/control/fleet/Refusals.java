package dev.daybreak.control.fleet;

import dev.daybreak.cutover.Request;

/** What to do instead, for each request that has no place. */
final class Refusals {
  private Refusals() {}

  static String remedy(Request request, String name) {
    return switch (request) {
      case CUTOVER, VALIDATE ->
          "Wait until `daybreak status "
              + name
              + "` shows READY (a validation: or REVERSE); `daybreak resume "
              + name
              + "` if it stands still.";
      case ROLLBACK, FINISH -> "That is possible in REVERSE only, after a cutover.";
      case ABORT -> "After a cutover, roll back first: `daybreak rollback " + name + "`.";
      case PAUSE -> "A cutover cannot be paused; it takes a second or undoes itself.";
      case RESUME -> "It runs already.";
      case ACCEPT_DDL ->
          "It has to stand still because of a change, with its rows copied; before that, abort and"
              + " start anew.";
    };
  }
}
