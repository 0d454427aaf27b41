/** Certificates for people and programs. */
@NullMarked
package dev.daybreak.validate.report;

import org.jspecify.annotations.NullMarked;
