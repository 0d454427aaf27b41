/** The console for administrators and the metrics page. */
@NullMarked
package dev.daybreak.proxy.admin;

import org.jspecify.annotations.NullMarked;
