/** The demonstration: a fleet of its own, migrated under traffic and checked. */
@NullMarked
package dev.daybreak.app.quickstart;

import org.jspecify.annotations.NullMarked;
