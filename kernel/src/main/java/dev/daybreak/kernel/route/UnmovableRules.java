package dev.daybreak.kernel.route;

import java.util.Collection;
import java.util.Map;

/**
 * What becomes of sessions that cannot be moved, by what keeps them. Replication connections are
 * waited for unless they have a rule of their own: their readers lose their place.
 *
 * @param usual for other reasons without a rule of their own
 * @param own by reason, each one of {@link Unmovable#REASONS}
 */
public record UnmovableRules(UnmovablePolicy usual, Map<String, UnmovablePolicy> own) {
  /** Every such session is waited for. */
  public static final UnmovableRules WAIT = new UnmovableRules(UnmovablePolicy.WAIT, Map.of());

  public UnmovableRules {
    own = Map.copyOf(own);
    if (!Unmovable.REASONS.containsAll(own.keySet())) {
      throw new IllegalArgumentException("no reasons of unmovable sessions: " + own.keySet());
    }
  }

  /** Whether a switch waits for those that are kept by this. */
  public boolean waitsFor(String reason) {
    boolean replication = reason.equals(Unmovable.REPLICATION);
    UnmovablePolicy unnamed = replication ? UnmovablePolicy.WAIT : usual;
    return own.getOrDefault(reason, unnamed) == UnmovablePolicy.WAIT;
  }

  /** Whether a session kept by all of these is ended: not while one of them is waited for. */
  public boolean end(Collection<String> reasons) {
    return reasons.stream().noneMatch(this::waitsFor);
  }
}
