/** The data directory and the control store behind a command. */
@NullMarked
package dev.daybreak.app.home;

import org.jspecify.annotations.NullMarked;
