package dev.daybreak.schema.login;

import dev.daybreak.kernel.finding.Finding;

/**
 * Something that differs between two sessions of one login, or why there is none.
 *
 * @param login the role
 * @param finding for people
 * @param setting the setting in question, or empty
 */
public record Remark(String login, Finding finding, String setting) {}
