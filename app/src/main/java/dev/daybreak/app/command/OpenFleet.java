package dev.daybreak.app.command;

import dev.daybreak.app.home.Store;
import dev.daybreak.app.run.Resources;
import dev.daybreak.control.MigrationSpec;
import dev.daybreak.control.MigrationView;
import dev.daybreak.control.fleet.Fleet;
import java.util.List;

/** A fleet opened for a command, with the store behind it. */
final class OpenFleet implements AutoCloseable {
  private final Resources resources;
  private final Store store;
  private final Fleet fleet;

  private OpenFleet(Resources resources, Store store, Fleet fleet) {
    this.resources = resources;
    this.store = store;
    this.fleet = fleet;
  }

  /** For a process that stays. */
  static OpenFleet serve(StoreOptions options) {
    return open(options.serve());
  }

  /** For one command. */
  static OpenFleet visit(StoreOptions options) {
    return open(options.visit());
  }

  private static OpenFleet open(Store store) {
    Resources resources = Resources.closedAtExit();
    try {
      resources.add(store);
      return new OpenFleet(resources, store, resources.add(Fleet.open(store.endpoint())));
    } catch (RuntimeException e) {
      resources.close();
      throw e;
    }
  }

  Fleet fleet() {
    return fleet;
  }

  /** Closed with this, before the fleet. */
  <T extends AutoCloseable> T add(T resource) {
    return resources.add(resource);
  }

  /** Whether no worker can be running on this store. */
  boolean alone() {
    return store.alone();
  }

  /**
   * Hands migrations in; ones that are there and differ only in whether they cut over by themselves
   * are the same.
   *
   * @throws dev.daybreak.kernel.error.MigrationException DUPLICATE_MIGRATION
   */
  void submit(List<MigrationSpec> specs) {
    List<MigrationView> present = fleet.views();
    for (MigrationSpec spec : specs) {
      boolean known =
          present.stream()
              .map(MigrationView::spec)
              .anyMatch(other -> sameButForCutover(other, spec));
      if (!known) {
        fleet.submit(spec);
      }
    }
  }

  private static boolean sameButForCutover(MigrationSpec a, MigrationSpec b) {
    return new MigrationSpec(
            a.name(),
            a.source(),
            a.target(),
            a.listenHost(),
            a.listenPort(),
            a.ownership(),
            a.gates(),
            b.autoCutover(),
            a.schema())
        .equals(b);
  }

  @Override
  public void close() {
    resources.close();
  }
}
