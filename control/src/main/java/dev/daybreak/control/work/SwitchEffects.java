package dev.daybreak.control.work;

import dev.daybreak.control.Facts;
import dev.daybreak.control.fence.DatabaseFence;
import dev.daybreak.control.fence.HeldFence;
import dev.daybreak.control.fence.PoisedFence;
import dev.daybreak.control.route.RouteSwitch;
import dev.daybreak.control.store.FenceRows;
import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.Route;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.stage.SchemaStage.SequencePoint;
import dev.daybreak.kernel.stage.SchemaStage.Sequences;
import dev.daybreak.kernel.verdict.LiveStatus;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The effects of a switch, in either direction, from arming to the stream back. */
final class SwitchEffects {
  private static final Duration ARM_BUDGET = Duration.ofSeconds(30);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);
  private static final Duration ACK_BUDGET = Duration.ofMillis(100);
  private static final Duration REPORT_BUDGET = Duration.ofSeconds(2);
  private static final Duration RELEASE_BUDGET = Duration.ofSeconds(10);

  private SwitchEffects() {}

  /**
   * What the stream back needs is made before clients can write on the other side; a side that was
   * closed lets proxies log in again.
   */
  static Outcome prepareReturn(Job job) {
    Side other = job.active().other();
    job.fence(other).admit(job.store().fences().grantees(job.name(), other).orElse(List.of()));
    job.stages().change().prepare(job.returning());
    job.stages().validate().prepare(job.returning());
    Pairing back = job.flow(other);
    job.schema().keepColumnMarks(back, job.schema().columnMarks(back.source()));
    return new Outcome(job.returning().channel(), job.row().facts());
  }

  static Outcome arm(Job job) {
    job.running().poised(job.fence(job.active()).poise());
    // Again under the hold; here it finds what is missing, and the next time is the faster one.
    job.running().sequences(job.schema().sequences(job.flow()));
    syncSequences(job);
    RouteSwitch route = job.route();
    route.arm(ARM_BUDGET.multipliedBy(2));
    route.awaitReady(ARM_BUDGET, ErrorCode.PROXY_SILENT);
    return new Outcome(proxies(route), job.row().facts());
  }

  static Outcome drain(Job job) {
    Duration budget = Duration.ofMillis(job.spec().gates().drainMillisMax());
    RouteSwitch route = job.route();
    route.order(RouteState.DRAINING, budget.multipliedBy(2));
    route.awaitReady(budget, ErrorCode.DRAIN_BUDGET);
    return new Outcome("", job.row().facts());
  }

  static Outcome hold(Job job) {
    Duration budget = hold(job.spec().gates().holdMillisMax());
    RouteSwitch route = job.route();
    route.order(RouteState.HOLDING, budget.multipliedBy(2));
    route.awaitReady(budget, ErrorCode.HOLD_BUDGET);
    return new Outcome("", job.row().facts());
  }

  static Outcome fence(Job job) {
    Duration budget = hold(job.spec().gates().holdMillisMax());
    PoisedFence poised = job.running().poised();
    if (poised == null) {
      job.running().fence(job.fence(job.active()).raise(budget));
      return new Outcome("no writer is left", job.row().facts());
    }
    List<String> ended = poised.endForeigners(job.proxyPids(job.active()));
    job.running().fence(poised.raise(budget));
    String detail = ended.isEmpty() ? "" : "; ended past the proxies: " + String.join("; ", ended);
    return new Outcome("no writer is left" + detail, job.row().facts());
  }

  static Outcome sentinel(Job job) {
    Lsn position = job.stream().sentinel();
    job.running().sentinel(position);
    job.stream().awaitApplied(position, hold(job.spec().gates().holdMillisMax()));
    return new Outcome("applied up to " + position, job.row().facts());
  }

  static Outcome matchChanges(Job job) {
    Lsn position = job.running().sentinel();
    LiveStatus status = job.witness().drainTo(position, hold(job.spec().gates().holdMillisMax()));
    return new Outcome(
        status.changesValidated() + " changes matched up to " + position,
        job.row()
            .facts()
            .withMatched(status.changesValidated(), status.mismatchCount(), position.text()));
  }

  static Outcome syncSequences(Job job) {
    Sequences open = job.running().sequences();
    if (open == null || !open.alive()) {
      open = job.schema().sequences(job.flow());
      job.running().sequences(open);
    }
    List<SequencePoint> points = open.sync(job.spec().gates().sequenceMarginCalls());
    return new Outcome(
        points.size() + " sequences ahead", job.row().facts().withSequences(points.size()));
  }

  /**
   * The commit point. Right before it everything it rests on is looked at once more: the fence, the
   * proxies' answers (one that lost the store takes its answer back), sessions that cannot move.
   */
  static Outcome commit(Job job) {
    RouteSwitch route = job.route();
    route.awaitReady(ACK_BUDGET, ErrorCode.PROXY_SILENT);
    SwitchGates.refuseUnmovable(route.live(), job.spec().gates().unmovableRules());
    HeldFence fence = job.running().fence();
    if (fence == null || !fence.stands()) {
      throw new MigrationException(
          ErrorCode.FENCE_FAILED,
          "the fence on " + job.endpoint(job.active()) + " did not last until the commit point",
          "The switch is undone and can be tried again.");
    }
    route.commit(job.active());
    return new Outcome("", job.row().facts().withSwitch());
  }

  /** After a crash at the commit point: committed if and only if the stored route says so. */
  static Outcome resolve(Job job) {
    Route route = job.route().present();
    if (route.state() == RouteState.SERVING && route.active() == job.active().other()) {
      return new Outcome("the route was committed", job.row().facts().withSwitch());
    }
    throw new MigrationException(
        ErrorCode.INTERRUPTED,
        "the switch of " + job.name() + " was interrupted before its commit point",
        "It is undone and can be tried again.");
  }

  /**
   * The new side takes writes; every proxy has released what it held. After a crash the lock on the
   * old side is gone, and with it what kept a session that came past the proxies from writing: such
   * sessions end before.
   */
  static Outcome open(Job job) {
    if (job.running().fence() == null) {
      Side old = job.active().other();
      job.fence(old).shut();
      closeSide(job, old, job.proxyPids(old));
    }
    openSide(job, job.active());
    RouteSwitch route = job.route();
    route.awaitReady(RELEASE_BUDGET, ErrorCode.PROXY_SILENT);
    return new Outcome(proxies(route), job.row().facts());
  }

  /**
   * The old side loses its clients for good. A statement of a proxy that waits for the lock is
   * refused by its read-only session when the lock goes, and the proxy replays it on the new side.
   */
  static Outcome close(Job job) {
    Side old = job.active().other();
    DatabaseFence fence = job.fence(old);
    fence.shut();
    closeSide(job, old, job.proxyPids(old));
    job.running().closeFence();
    fence.endSessions(CLOSE_PATIENCE);
    return new Outcome("", job.row().facts());
  }

  static Outcome startReturn(Job job) {
    job.running().closeStreams();
    job.stages().validate().dismantle(job.previous());
    job.stages().change().dismantle(job.previous());
    job.witness();
    job.stream();
    Facts facts = job.active() == Side.TARGET ? LateObjects.create(job) : job.row().facts();
    long held = job.route().heldMillisMax(REPORT_BUDGET);
    return new Outcome(
        job.present().channel() + "; writes were held at most " + held + " ms",
        facts.withHold(held));
  }

  /** Undoes a switch: the active side takes writes again before proxies release to it. */
  static Outcome restore(Job job) {
    job.running().closeFence();
    openSide(job, job.active());
    Side other = job.active().other();
    job.fence(other).shut();
    RouteSwitch route = job.route();
    route.resume();
    String left = awaitBriefly(route);
    if (job.store().fences().grantees(job.name(), other).isPresent()) {
      closeSide(job, other, Set.of());
    }
    job.stages().validate().dismantle(job.returning());
    job.stages().change().dismantle(job.returning());
    return new Outcome("clients stay on the " + job.active() + left, job.row().facts());
  }

  private static void closeSide(Job job, Side side, Set<Integer> spare) {
    FenceRows rows = job.store().fences();
    job.fence(side).close(spare, grantees -> rows.record(job.name(), side, grantees));
  }

  private static void openSide(Job job, Side side) {
    FenceRows rows = job.store().fences();
    job.fence(side).open(rows.grantees(job.name(), side).orElse(List.of()));
    rows.forget(job.name(), side);
  }

  /** Proxies that died with us answer when they are back; nothing waits for them. */
  private static String awaitBriefly(RouteSwitch route) {
    try {
      route.awaitReady(RELEASE_BUDGET, ErrorCode.PROXY_SILENT);
      return "";
    } catch (MigrationException e) {
      return "; " + e.getMessage();
    }
  }

  private static String proxies(RouteSwitch route) {
    return route.live().size() + " proxies";
  }

  private static Duration hold(long millis) {
    return Duration.ofMillis(millis);
  }
}
