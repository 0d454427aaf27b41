package dev.daybreak.schema.amend;

import dev.daybreak.schema.plan.PlannedStatement;
import java.util.List;

/**
 * How a target that holds a copy follows a change of the source's schema.
 *
 * @param opening what must be there before the change stream can go on: more room, fewer rules
 * @param closing what must wait until the stream has applied all that was written before the change
 * @param refused what cannot be carried over while the copy stands, each naming its object
 */
public record Amendment(
    List<PlannedStatement> opening, List<PlannedStatement> closing, List<String> refused) {
  public Amendment {
    opening = List.copyOf(opening);
    closing = List.copyOf(closing);
    refused = List.copyOf(refused);
  }
}
