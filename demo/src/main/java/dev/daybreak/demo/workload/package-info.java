/** What the applications of the demonstration fleet do to which tables: plain values. */
@NullMarked
package dev.daybreak.demo.workload;

import org.jspecify.annotations.NullMarked;
