package dev.daybreak.proxy.state;

import dev.daybreak.proxy.track.HiddenQuery;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What was read last of one session's state, and reading it anew. Used by its event loop. */
public final class Reading {
  private @Nullable Snapshot snapshot;
  private @Nullable SettingsDigest digest;

  /** What was read last; null before anything was. */
  public @Nullable Snapshot snapshot() {
    return snapshot;
  }

  /** What was read elsewhere. */
  public void snapshot(Snapshot read) {
    snapshot = read;
    digest = null;
  }

  /** Settings may have been set, though to the values they had. */
  public void settingsTouched() {
    digest = null;
  }

  /**
   * The query that reads the state.
   *
   * @param customSettings settings that only the client knows
   * @param ours whether we have made the session read-only, which hides what the client had
   * @param done is told whether the state is known now: it is not when the query was refused, and
   *     when settings have changed unexpectedly, after which the next query reads them all
   */
  public HiddenQuery query(
      Set<String> customSettings, boolean ours, BiConsumer<HiddenQuery, Boolean> done) {
    SettingsDigest now = new SettingsDigest();
    SettingsDigest before = digest;
    Snapshot last = snapshot;
    if (last == null || before == null) {
      return new HiddenQuery(
          Snapshot.query(customSettings),
          now,
          query -> done.accept(query, query.error().isEmpty() && readAll(query, now, ours)));
    }
    return new HiddenQuery(
        Snapshot.refreshQuery(customSettings),
        now,
        query -> {
          boolean same = query.error().isEmpty() && now.same(before, ours);
          if (same) {
            snapshot = last.refreshed(query.rows);
          } else {
            digest = null;
          }
          done.accept(query, same);
        });
  }

  private boolean readAll(HiddenQuery query, SettingsDigest now, boolean ours) {
    Snapshot before = snapshot;
    Snapshot read = Snapshot.of(query.rows);
    snapshot = ours && before != null ? read.withReadOnly(before.readOnly()) : read;
    digest = now;
    return true;
  }
}
