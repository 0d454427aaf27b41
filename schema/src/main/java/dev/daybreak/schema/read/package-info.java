/** Reads the catalog model from a server, one query per kind of object. */
@NullMarked
package dev.daybreak.schema.read;

import org.jspecify.annotations.NullMarked;
