package dev.daybreak.kernel;

import java.util.regex.Pattern;

/**
 * The name of a migration: lower-case letters, digits and underscores, 1 to 40 characters, starting
 * with a letter. It becomes part of slot, publication and channel names, hence the narrow alphabet.
 */
public record MigrationId(String value) implements Comparable<MigrationId> {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]{0,39}");

  public MigrationId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a migration name is a lower-case letter followed by up to 39 letters, digits or"
              + " underscores, not: "
              + value);
    }
  }

  @Override
  public int compareTo(MigrationId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
