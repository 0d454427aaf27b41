package dev.daybreak.proxy.tls;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificates prove clients.
 *
 * @param authority PEM file of the authorities that sign them
 * @param map which roles a common name may log in as, {@link IdentMap}; null when the two must be
 *     equal
 * @param required whether TLS without a certificate is refused
 */
public record ClientCertificates(Path authority, @Nullable Path map, boolean required) {}
