package dev.daybreak.proxy.traffic;

import java.time.Instant;
import java.util.Set;

/**
 * What people may see of one client's session.
 *
 * @param user login role
 * @param application its {@code application_name} as it stands
 * @param host address of the client
 * @param port port of the client
 * @param since when it was let in
 * @param serverPid process id of its server session; 0 when it has none
 * @param inTransaction whether it is within a transaction block
 * @param parked statements held at the moment
 * @param tls whether its connection is encrypted
 * @param unmovable why it could not be moved now; empty when it could
 */
public record SessionFacts(
    String user,
    String application,
    String host,
    int port,
    Instant since,
    int serverPid,
    boolean inTransaction,
    int parked,
    boolean tls,
    Set<String> unmovable) {}
