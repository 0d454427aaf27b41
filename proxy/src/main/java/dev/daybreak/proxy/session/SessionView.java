package dev.daybreak.proxy.session;

import dev.daybreak.kernel.route.Route;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.proxy.order.Standing;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What other threads may see of a session. Written by its event loop only. */
final class SessionView {
  private volatile Links links = new Links(Side.SOURCE, 0, 0);
  private volatile @Nullable Standing standing;
  private volatile Set<String> unmovable = Set.of();

  /**
   * Its server sessions.
   *
   * @param side where the present one is
   * @param pid its process id there
   * @param sparePid process id on the other side; 0 when there is none
   */
  record Links(Side side, int pid, int sparePid) {}

  void links(Side side, int pid, int sparePid) {
    Links now = links;
    if (now.side != side || now.pid != pid || now.sparePid != sparePid) {
      links = new Links(side, pid, sparePid);
    }
  }

  Links links() {
    return links;
  }

  /** Notes how far an order has got; true when that has changed. */
  boolean stand(Route route, boolean ready, String waitingFor) {
    Standing now = standing;
    if (now != null
        && now.route() == route
        && now.ready() == ready
        && now.waitingFor().equals(waitingFor)) {
      return false;
    }
    standing = new Standing(route, ready, waitingFor);
    return true;
  }

  @Nullable Standing standing() {
    return standing;
  }

  void unmovable(Set<String> reasons) {
    unmovable = Set.copyOf(reasons);
  }

  Set<String> unmovable() {
    return unmovable;
  }
}
