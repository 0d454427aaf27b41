package dev.daybreak.app.config;

import dev.daybreak.proxy.pool.PoolOptions;
import dev.daybreak.proxy.sample.SampleOptions;

/**
 * How a proxy serves one database.
 *
 * @param pool how its server connections are pooled
 * @param sample how its clients' statements are sampled
 */
public record ProxyService(PoolOptions pool, SampleOptions sample) {}
