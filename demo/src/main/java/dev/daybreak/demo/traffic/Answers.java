package dev.daybreak.demo.traffic;

import java.sql.SQLException;

/** What an error tells about the fate of a commit (PostgreSQL manual, appendix A). */
final class Answers {
  private Answers() {}

  /**
   * Whether the server surely did nothing. Lost connections (08), shutdowns (57P) and errors
   * without a code leave it open: the commit may have been done before the answer was lost.
   */
  static boolean certain(SQLException e) {
    String state = e.getSQLState();
    return state != null
        && !state.startsWith("08")
        && !state.startsWith("57P")
        && !state.startsWith("XX");
  }
}
