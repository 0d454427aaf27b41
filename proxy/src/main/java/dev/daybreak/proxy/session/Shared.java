package dev.daybreak.proxy.session;

import dev.daybreak.kernel.route.RouteBoard;
import dev.daybreak.proxy.auth.VerifierStore;
import dev.daybreak.proxy.backend.ServerConnector;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What all routes of one proxy use.
 *
 * @param proxyId the proxy instance
 * @param board the control store
 * @param allowTrust whether clients from other hosts are let in where the server trusts the proxy
 * @param parkedBytesMax bytes held for one client before it is no longer read
 * @param connector opens server connections
 * @param verifiers looks up roles' verifiers
 * @param workers threads that may block
 * @param cancelKeys the keys clients cancel with
 */
public record Shared(
    String proxyId,
    RouteBoard board,
    boolean allowTrust,
    long parkedBytesMax,
    ServerConnector connector,
    VerifierStore verifiers,
    ScheduledExecutorService workers,
    CancelKeys cancelKeys) {}
