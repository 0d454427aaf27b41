/** Records a sample of the statements that clients run, to be tried on another server. */
@NullMarked
package dev.daybreak.proxy.sample;

import org.jspecify.annotations.NullMarked;
