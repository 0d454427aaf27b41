package dev.daybreak.embedded;

/** The PostgreSQL releases that ship with Daybreak as binaries. */
public enum ServerRelease {
  PG14(14),
  PG15(15),
  PG17(17),
  PG18(18);

  private final int major;

  ServerRelease(int major) {
    this.major = major;
  }

  /** The major version. */
  public int major() {
    return major;
  }

  /** Class path folder of the binaries' archive. */
  String folder() {
    return "pg" + major;
  }
}
