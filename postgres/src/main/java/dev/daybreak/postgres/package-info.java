/** The only door to a PostgreSQL server: connections, streams, errors, our metadata schema. */
@NullMarked
package dev.daybreak.postgres;

import org.jspecify.annotations.NullMarked;
