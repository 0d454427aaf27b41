package dev.daybreak.proxy.sql;

/** The reasons why a session cannot move, as people read them. */
public final class Unmovable {
  public static final String TEMPORARY = "temporary table";
  public static final String CURSOR = "WITH HOLD cursor";
  public static final String ADVISORY = "session advisory lock";
  public static final String PREPARE = "PREPARE among other statements in one text";
  public static final String REPLICATION = "replication connection";

  private Unmovable() {}
}
