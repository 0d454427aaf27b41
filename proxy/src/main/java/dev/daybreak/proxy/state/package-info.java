/** What a server session holds for its client, and making another session alike. */
@NullMarked
package dev.daybreak.proxy.state;

import org.jspecify.annotations.NullMarked;
