package dev.daybreak.kernel;

/**
 * A PostgreSQL server's version.
 *
 * @param number {@code server_version_num}, such as 150017
 */
public record ServerVersion(int number) implements Comparable<ServerVersion> {
  /** The major version, such as 15. */
  public int major() {
    return number / 10_000;
  }

  /** Whether the server is of this major version or a later one. */
  public boolean atLeast(int major) {
    return major() >= major;
  }

  @Override
  public int compareTo(ServerVersion other) {
    return Integer.compare(number, other.number);
  }

  @Override
  public String toString() {
    return major() + "." + number % 10_000;
  }
}
