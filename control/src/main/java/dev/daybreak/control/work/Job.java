package dev.daybreak.control.work;

import dev.daybreak.control.MigrationSpec;
import dev.daybreak.control.Secrets;
import dev.daybreak.control.Stages;
import dev.daybreak.control.fence.DatabaseFence;
import dev.daybreak.control.route.RouteSwitch;
import dev.daybreak.control.store.ControlStore;
import dev.daybreak.control.store.MigrationRow;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.route.RouteReport;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.stage.ChangeStream;
import dev.daybreak.kernel.stage.SchemaStage;
import dev.daybreak.kernel.stage.StreamSpec;
import dev.daybreak.kernel.stage.ValidateStage.Witness;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;

/**
 * One migration in a worker's hands: everything an effect needs. The row is replaced by the driver
 * only, between effects.
 */
final class Job {
  private final ControlStore store;
  private final Stages stages;
  private final Pairing pairing;
  private final Logins logins;
  private final Clock clock;
  private final Meter meter;
  private final Running running = new Running();
  private volatile MigrationRow row;

  Job(ControlStore store, Stages stages, Secrets secrets, Clock clock, MigrationRow row) {
    this.store = store;
    this.stages = stages;
    this.pairing = row.spec().pairing(secrets);
    this.logins = new Logins(row.spec().logins(secrets));
    this.clock = clock;
    this.meter = new Meter(clock);
    this.row = row;
  }

  ControlStore store() {
    return store;
  }

  Stages stages() {
    return stages;
  }

  /** The schema stage with what was decided about this migration. */
  SchemaStage schema() {
    return stages.schema().with(spec().schema());
  }

  Clock clock() {
    return clock;
  }

  Meter meter() {
    return meter;
  }

  Running running() {
    return running;
  }

  MigrationRow row() {
    return row;
  }

  void row(MigrationRow next) {
    row = next;
  }

  MigrationSpec spec() {
    return row.spec();
  }

  String name() {
    return row.name();
  }

  Side active() {
    return row.state().active();
  }

  Endpoint endpoint(Side side) {
    return side == Side.SOURCE ? pairing.source() : pairing.target();
  }

  /** Source and target as the person named them, whoever is active. */
  Pairing pairing() {
    return pairing;
  }

  /** The proof of what logins of applications may do. */
  Logins logins() {
    return logins;
  }

  /** From the active side to the other: the way data flows now. */
  Pairing flow() {
    return flow(active());
  }

  /** The way data flows while a side is active. */
  Pairing flow(Side from) {
    return new Pairing(pairing.id(), endpoint(from), endpoint(from.other()));
  }

  /** The stream that runs now. */
  StreamSpec present() {
    return spec(active(), row.generation());
  }

  /** The stream back, that runs after the switch. */
  StreamSpec returning() {
    return spec(active().other(), row.generation() + 1);
  }

  /** After a switch: the stream that ran before it. */
  StreamSpec previous() {
    return spec(active().other(), row.generation() - 1);
  }

  private StreamSpec spec(Side from, long generation) {
    return new StreamSpec(pairing.id(), endpoint(from), endpoint(from.other()), generation);
  }

  RouteSwitch route() {
    return new RouteSwitch(store.routes(), name(), clock);
  }

  DatabaseFence fence(Side side) {
    return new DatabaseFence(endpoint(side), side);
  }

  /** The stream, started if it is not running. */
  ChangeStream stream() {
    ChangeStream stream = running.stream();
    if (stream == null) {
      stream = stages.change().start(present());
      running.stream(stream);
    }
    return stream;
  }

  /** The live validator, started if it is not running. */
  Witness witness() {
    Witness witness = running.witness();
    if (witness == null) {
      witness = stages.validate().watch(present());
      running.witness(witness);
    }
    return witness;
  }

  /** Process ids of the proxies' sessions on one side. */
  Set<Integer> proxyPids(Side side) {
    Set<Integer> pids = new HashSet<>();
    for (RouteReport report : route().live()) {
      pids.addAll(side == Side.SOURCE ? report.sourcePids() : report.targetPids());
    }
    return pids;
  }
}
