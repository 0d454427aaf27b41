package dev.daybreak.proxy.sql;

import java.util.Set;

/**
 * What the proxy makes of one SQL text. Errs towards "not a read".
 *
 * @param read every statement in it only reads, as far as its words tell
 * @param begin it begins a transaction block
 * @param beginReadOnly it begins a transaction block declared READ ONLY and does nothing before
 * @param ends it ends a transaction
 * @param endsAndGoesOn it ends a transaction and does more after it
 * @param escapes it may make a read-only transaction or session write again
 * @param customSettings names of custom settings ({@code my.tenant}) it may set
 * @param settingByParameter it calls {@code set_config} with a name that is not in the text
 * @param leaves what it changes of the session beyond its transaction, as far as its words tell:
 *     words of SQL, or kinds of state that cannot be moved
 * @param unmovable state it may leave behind that cannot be moved; empty for none
 */
public record Sql(
    boolean read,
    boolean begin,
    boolean beginReadOnly,
    boolean ends,
    boolean endsAndGoesOn,
    boolean escapes,
    Set<String> customSettings,
    boolean settingByParameter,
    Set<String> leaves,
    Set<String> unmovable) {
  /** Nothing to remember; whether it reads is not said. */
  static final Sql PLAIN =
      new Sql(false, false, false, false, false, false, Set.of(), false, Set.of(), Set.of());

  /** Whether nothing in it needs to be remembered. */
  public boolean plain() {
    return !begin
        && !escapes
        && customSettings.isEmpty()
        && !settingByParameter
        && leaves.isEmpty()
        && unmovable.isEmpty();
  }
}
