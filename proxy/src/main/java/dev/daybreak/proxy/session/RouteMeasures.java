package dev.daybreak.proxy.session;

import java.time.Duration;

/**
 * What a proxy measured of one route.
 *
 * @param holdMax longest a write was held in the present or last switch
 * @param readsDelayed reads that waited noticeably because their session was held, since the start
 * @param readDelayMax longest of them in the present or last switch
 * @param failedStatements statements the proxy itself answered with an error, since the start
 */
public record RouteMeasures(
    Duration holdMax, long readsDelayed, Duration readDelayMax, long failedStatements) {}
