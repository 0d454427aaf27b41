/** Samples of statements: what is recorded, and how it is shown. */
@NullMarked
package dev.daybreak.app.sample;

import org.jspecify.annotations.NullMarked;
