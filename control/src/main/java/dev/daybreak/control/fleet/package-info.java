/** The control plane's facade: submit, ask, look. */
@NullMarked
package dev.daybreak.control.fleet;

import org.jspecify.annotations.NullMarked;
