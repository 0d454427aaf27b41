package dev.daybreak.schema.rule;

import java.util.Set;

/**
 * What rules must know of the target beyond its model.
 *
 * @param login the role Daybreak uses there
 * @param extensions names of the extensions that the server has files for
 * @param settings names of the settings the server knows
 * @param compressions methods by which it can compress values of columns
 * @param created the journal: objects that this migration has created
 * @param rights what the login may do
 * @param shipped routines and relations of the server and of extensions, as it identifies them
 * @param profile what kind of server it is
 */
public record TargetFacts(
    String login,
    Set<String> extensions,
    Set<String> settings,
    Set<String> compressions,
    Set<String> created,
    TargetRights rights,
    Set<String> shipped,
    TargetProfile profile) {
  public TargetFacts {
    extensions = Set.copyOf(extensions);
    settings = Set.copyOf(settings);
    compressions = Set.copyOf(compressions);
    created = Set.copyOf(created);
    shipped = Set.copyOf(shipped);
  }
}
