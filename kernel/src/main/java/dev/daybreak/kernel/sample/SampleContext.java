package dev.daybreak.kernel.sample;

/**
 * How a statement was run.
 *
 * @param user login role
 * @param application {@code application_name} of a client that ran it
 * @param searchPath what its session had set {@code search_path} to, as written; empty for the
 *     login's own, {@code ?} when it was set but to what is not known
 * @param role what its session had set {@code role} to, in the same way
 * @param inTransaction whether it ran within a transaction block
 */
public record SampleContext(
    String user, String application, String searchPath, String role, boolean inTransaction) {}
