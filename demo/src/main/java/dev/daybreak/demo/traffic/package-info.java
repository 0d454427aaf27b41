/** Application traffic: plain clients that know only an address, and write a ledger. */
@NullMarked
package dev.daybreak.demo.traffic;

import org.jspecify.annotations.NullMarked;
