package dev.daybreak.schema.rule;

import java.util.Set;

/**
 * What the login may do on the target.
 *
 * @param superuser whether it may do anything
 * @param createDatabase whether it may give others the right to create databases
 * @param trusted extensions that any owner of a database may install
 * @param settable settings that it may give to roles and databases
 * @param becomes roles that were there before us and that it may give objects to
 * @param grants roles that were there before us and that it may make others members of
 * @param ownsDatabase whether it owns the target database
 */
public record TargetRights(
    boolean superuser,
    boolean createDatabase,
    Set<String> trusted,
    Set<String> settable,
    Set<String> becomes,
    Set<String> grants,
    boolean ownsDatabase) {
  public TargetRights {
    trusted = Set.copyOf(trusted);
    settable = Set.copyOf(settable);
    becomes = Set.copyOf(becomes);
    grants = Set.copyOf(grants);
  }
}
