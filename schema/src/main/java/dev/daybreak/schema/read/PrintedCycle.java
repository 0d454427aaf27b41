package dev.daybreak.schema.read;

import dev.daybreak.schema.model.Kind;
import java.util.regex.Pattern;

/**
 * Mends what servers print of {@code CYCLE ... SET x TO value DEFAULT value} as they cannot read it
 * again: a value of any type but the plainest is printed as a cast ({@code 'y'::text}), where only
 * a constant may stand ({@code text 'y'}). In a string of the definition the quotes would be
 * doubled, which the pattern does not fit. Pure.
 */
final class PrintedCycle {
  private static final String VALUE = "(E?'(?:[^']|'')*')::([^\\[\\]']+?)";

  private static final Pattern BOTH =
      Pattern.compile(" TO " + VALUE + " DEFAULT " + VALUE + " USING ");

  /** Such a routine's body is text that is not printed but kept. */
  private static final String KEPT_BODY = "\nAS $";

  private PrintedCycle() {}

  /** A definition as every server can read it. */
  static String readable(Kind kind, String definition) {
    boolean printed =
        switch (kind) {
          case VIEW, MATERIALIZED_VIEW, RULE -> true;
          case FUNCTION, PROCEDURE -> !definition.contains(KEPT_BODY);
          default -> false;
        };
    return printed && definition.contains(" CYCLE ")
        ? BOTH.matcher(definition).replaceAll(" TO $2 $1 DEFAULT $4 $3 USING ")
        : definition;
  }
}
