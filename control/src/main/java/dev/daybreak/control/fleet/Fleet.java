package dev.daybreak.control.fleet;

import dev.daybreak.control.MigrationSpec;
import dev.daybreak.control.MigrationView;
import dev.daybreak.control.Reading;
import dev.daybreak.control.Secrets;
import dev.daybreak.control.Stages;
import dev.daybreak.control.TimelineEntry;
import dev.daybreak.control.route.StoredRouteBoard;
import dev.daybreak.control.store.ControlStore;
import dev.daybreak.control.store.MigrationRow;
import dev.daybreak.control.work.SwitchPlan;
import dev.daybreak.control.work.Workers;
import dev.daybreak.cutover.Event;
import dev.daybreak.cutover.Journey;
import dev.daybreak.cutover.Phase;
import dev.daybreak.cutover.Request;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.route.RouteReport;
import dev.daybreak.kernel.verdict.BatchVerdict;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** All migrations on one control store. Thread-safe. */
public final class Fleet implements AutoCloseable {
  private final ControlStore store;

  private Fleet(ControlStore store) {
    this.store = store;
  }

  /**
   * Connects to the control store and brings its schema up to date.
   *
   * @throws MigrationException STORE_UNREACHABLE, STORE_FAILED
   */
  public static Fleet open(Endpoint endpoint) {
    return new Fleet(ControlStore.open(endpoint));
  }

  /**
   * Adds a migration; workers take it at once. One that was aborted gives way to a new one of its
   * name.
   *
   * @return false when the same one is there already
   * @throws MigrationException DUPLICATE_MIGRATION when another one of that name is
   */
  public boolean submit(MigrationSpec spec) {
    store
        .migrations()
        .find(spec.id().value())
        .filter(row -> row.state().phase() == Phase.ABORTED)
        .ifPresent(row -> store.migrations().delete(row.name()));
    store.routes().create(spec.name());
    boolean added = store.migrations().insert(spec);
    if (!added && !row(spec.name()).spec().equals(spec)) {
      throw new MigrationException(
          ErrorCode.DUPLICATE_MIGRATION,
          "there is another migration called " + spec.name(),
          "Choose another name, or abort the other one first.");
    }
    Workers.enlist(store, spec.name());
    return added;
  }

  /** What everybody asked for, by name. */
  public List<MigrationSpec> specs() {
    return store.migrations().all().stream().map(MigrationRow::spec).toList();
  }

  /** All migrations as they stand, by name. */
  public List<MigrationView> views() {
    return store.migrations().all().stream().map(this::view).toList();
  }

  /**
   * One migration as it stands.
   *
   * @throws MigrationException UNKNOWN_MIGRATION
   */
  public MigrationView view(String name) {
    return view(row(name));
  }

  /**
   * Asks something of a migration; its worker acts on it within a fraction of a second.
   *
   * @param by who asks
   * @throws MigrationException WRONG_PHASE when it has no place now
   */
  public void request(String name, Request request, String by) {
    MigrationRow row = row(name);
    if (Journey.next(row.state(), new Event.Requested(request)).isEmpty()) {
      throw new MigrationException(
          ErrorCode.WRONG_PHASE,
          name
              + " cannot "
              + request.name().toLowerCase(java.util.Locale.ROOT)
              + " now: it is in "
              + row.state().phase()
              + "/"
              + row.state().step()
              + ", "
              + row.state().standing(),
          Refusals.remedy(request, name));
    }
    store.requests().ask(name, request, by);
  }

  /** Every step begun so far. */
  public List<TimelineEntry> timeline(String name) {
    return store.history().timeline(name);
  }

  /** All findings, most severe first. */
  public List<Finding> findings(String name) {
    return store.history().findings(name);
  }

  /** The latest batch verdict. */
  public Optional<BatchVerdict> certificate(String name) {
    return store.history().certificate(name);
  }

  /** What live proxies report of a migration's route. */
  public List<RouteReport> proxies(String name) {
    return store.routes().live(name);
  }

  /** A proxy's view of the routes; close it with the proxy. */
  public StoredRouteBoard board(String proxyId) {
    return new StoredRouteBoard(store, proxyId);
  }

  /** The workers of one process, not yet started. */
  public Workers workers(String workerId, Stages stages, Secrets secrets) {
    return new Workers(store, workerId, stages, secrets);
  }

  /** Exactly what a cutover (or rollback) would do now, one line each; changes nothing. */
  public List<String> cutoverPlan(String name, Stages stages, Secrets secrets) {
    return SwitchPlan.lines(store, stages, secrets, row(name), Clock.systemUTC());
  }

  @Override
  public void close() {
    store.close();
  }

  private MigrationRow row(String name) {
    return store
        .migrations()
        .find(name)
        .orElseThrow(
            () ->
                new MigrationException(
                    ErrorCode.UNKNOWN_MIGRATION,
                    "there is no migration called " + name,
                    "`daybreak status` lists them."));
  }

  private MigrationView view(MigrationRow row) {
    Reading reading =
        store.history().reading(row.name()).orElseGet(() -> Reading.none(row.updatedAt()));
    return new MigrationView(
        row.spec(),
        row.state(),
        row.generation(),
        row.failure(),
        reading,
        row.facts(),
        row.updatedAt());
  }
}
