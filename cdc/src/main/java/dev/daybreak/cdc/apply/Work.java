package dev.daybreak.cdc.apply;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row change, ready to run: it must affect exactly one row.
 *
 * @param shape the statement
 * @param values its parameters in the server's text form
 * @param fallback what to run instead when no row was affected
 */
record Work(Shape shape, List<@Nullable String> values, @Nullable Work fallback) {
  /** Rough size in bytes. */
  long bytes() {
    long bytes = 64;
    for (String value : values) {
      bytes += value == null ? 8 : 32 + value.length();
    }
    return bytes;
  }
}
