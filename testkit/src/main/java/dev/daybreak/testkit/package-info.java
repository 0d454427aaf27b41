/** What tests share. */
@NullMarked
package dev.daybreak.testkit;

import org.jspecify.annotations.NullMarked;
