/** Two change streams, read by taps of our own and compared. */
@NullMarked
package dev.daybreak.validate.live;

import org.jspecify.annotations.NullMarked;
