package dev.daybreak.kernel.route;

import java.util.List;

/** The reasons why a session cannot move, as people read and write them. */
public final class Unmovable {
  public static final String TEMPORARY = "temporary table";
  public static final String CURSOR = "WITH HOLD cursor";
  public static final String ADVISORY = "session advisory lock";
  public static final String PREPARE = "PREPARE among other statements in one text";
  public static final String REPLICATION = "replication connection";

  /** All of them. */
  public static final List<String> REASONS =
      List.of(TEMPORARY, CURSOR, ADVISORY, PREPARE, REPLICATION);

  private Unmovable() {}
}
