/** All rows of both sides at an aligned cut, joined out of band. */
@NullMarked
package dev.daybreak.validate.batch;

import org.jspecify.annotations.NullMarked;
