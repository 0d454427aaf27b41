/**
 * Real PostgreSQL servers from Maven artifacts: for the control store, the quickstart and tests.
 */
@NullMarked
package dev.daybreak.embedded;

import org.jspecify.annotations.NullMarked;
