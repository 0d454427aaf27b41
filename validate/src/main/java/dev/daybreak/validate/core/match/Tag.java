package dev.daybreak.validate.core.match;

import dev.daybreak.kernel.Lsn;
import java.util.Optional;

/**
 * What a target transaction says it carries: the source transactions with commit positions after
 * {@code from} up to and including {@code to}.
 *
 * @param channel the stream that wrote it
 * @param from the position applied before
 * @param to the last position in it
 */
public record Tag(String channel, Lsn from, Lsn to) {
  /** Prefix of the logical message that holds a tag. */
  public static final String PREFIX = "daybreak";

  /** Reads {@code channel from to}; empty when the content has another form. */
  public static Optional<Tag> parse(String content) {
    String[] parts = content.split(" ", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Tag(parts[0], Lsn.parse(parts[1]), Lsn.parse(parts[2])));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
