/** From whole transactions to statements on the target. */
@NullMarked
package dev.daybreak.cdc.apply;

import org.jspecify.annotations.NullMarked;
