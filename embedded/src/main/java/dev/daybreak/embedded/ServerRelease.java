package dev.daybreak.embedded;

/**
 * PostgreSQL releases that can be started. 14, 15, 17 and 18 ship with Daybreak as binaries; 12, 13
 * and 16 are for tests that bring the binaries themselves.
 */
public enum ServerRelease {
  PG12(12),
  PG13(13),
  PG14(14),
  PG15(15),
  PG16(16),
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

  /** Whether its binaries for this platform are on the class path. */
  public boolean isAvailable() {
    return EmbeddedServer.hasBinaries(this);
  }

  /** Class path folder of the binaries' archive. */
  String folder() {
    return "pg" + major;
  }
}
