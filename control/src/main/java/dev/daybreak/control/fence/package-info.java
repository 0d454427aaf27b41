/** Making a database refuse clients' writes, with proof, and undoing it. */
@NullMarked
package dev.daybreak.control.fence;

import org.jspecify.annotations.NullMarked;
