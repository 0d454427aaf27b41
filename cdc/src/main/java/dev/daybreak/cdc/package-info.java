/** The change stream: what one side commits is applied on the other, whole and in order. */
@NullMarked
package dev.daybreak.cdc;

import org.jspecify.annotations.NullMarked;
