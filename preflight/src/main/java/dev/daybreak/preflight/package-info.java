/**
 * Looks at both servers before anybody leaps. A rule is a stable id, a query and a remedy; every
 * row of its query is a finding.
 */
@NullMarked
package dev.daybreak.preflight;

import org.jspecify.annotations.NullMarked;
