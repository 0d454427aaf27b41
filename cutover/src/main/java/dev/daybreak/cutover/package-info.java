/**
 * The journey of one migration as data: phases, steps, events and one transition table. Pure: no
 * I/O, no clock, no threads.
 */
@NullMarked
package dev.daybreak.cutover;

import org.jspecify.annotations.NullMarked;
