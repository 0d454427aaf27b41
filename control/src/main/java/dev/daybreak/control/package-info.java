/** What a fleet is made of, as asked for and as it stands; the values of the control plane. */
@NullMarked
package dev.daybreak.control;

import org.jspecify.annotations.NullMarked;
