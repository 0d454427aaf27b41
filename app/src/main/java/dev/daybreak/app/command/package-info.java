/** The commands, one class each. */
@NullMarked
package dev.daybreak.app.command;

import org.jspecify.annotations.NullMarked;
