/** What people write: URLs, addresses, references to passwords, fleet.yaml. */
@NullMarked
package dev.daybreak.app.config;

import org.jspecify.annotations.NullMarked;
