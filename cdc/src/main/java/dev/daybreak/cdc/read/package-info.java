/** From a slot's messages to whole transactions in commit order. */
@NullMarked
package dev.daybreak.cdc.read;

import org.jspecify.annotations.NullMarked;
