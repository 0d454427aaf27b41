package dev.daybreak.schema.rule;

import java.util.Set;

/**
 * What rules must know of the target beyond its model.
 *
 * @param login the role Daybreak uses there
 * @param superuser whether that role is a superuser
 * @param extensions names of the extensions that can be installed
 * @param settings names of the settings the server knows
 * @param created the journal: objects that this migration has created
 */
public record TargetFacts(
    String login,
    boolean superuser,
    Set<String> extensions,
    Set<String> settings,
    Set<String> created) {}
