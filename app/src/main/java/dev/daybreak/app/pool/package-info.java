/** How the proxies of migrations pool server connections. */
@NullMarked
package dev.daybreak.app.pool;

import org.jspecify.annotations.NullMarked;
