package dev.daybreak.kernel.stage;

import dev.daybreak.kernel.route.Side;
import java.util.List;
import java.util.Optional;

/**
 * What shall be proven about logins.
 *
 * @param known logins to open sessions of, beside asking about all
 * @param rights whether to ask what every login may do on every object
 * @param closed the side that a switch has closed to applications: who may connect there tells of
 *     the fence and is left out, and no session is opened
 */
public record LoginCheck(List<Login> known, boolean rights, Optional<Side> closed) {
  public LoginCheck {
    known = List.copyOf(known);
  }

  /** Everything, on two open sides. */
  public static LoginCheck of(List<Login> known) {
    return new LoginCheck(known, true, Optional.empty());
  }
}
