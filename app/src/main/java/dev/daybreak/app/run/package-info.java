/** The composition root: makes the stages and runs workers and proxies. */
@NullMarked
package dev.daybreak.app.run;

import org.jspecify.annotations.NullMarked;
