/** The catalog model: objects with attributes, and what depends on what. */
@NullMarked
package dev.daybreak.schema.model;

import org.jspecify.annotations.NullMarked;
