/** The program: command line, configuration and the composition root. */
@NullMarked
package dev.daybreak.app;

import org.jspecify.annotations.NullMarked;
