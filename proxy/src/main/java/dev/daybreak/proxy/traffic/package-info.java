/** What is counted of clients' work. */
@NullMarked
package dev.daybreak.proxy.traffic;

import org.jspecify.annotations.NullMarked;
