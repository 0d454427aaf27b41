package dev.daybreak.kernel.route;

/**
 * A session that could not be moved now, and why.
 *
 * @param user login role
 * @param application {@code application_name}
 * @param address client address
 * @param reason such as "temporary table" or "session advisory lock"
 */
public record SessionNote(String user, String application, String address, String reason) {}
