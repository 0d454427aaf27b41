package dev.daybreak.schema.rule;

import dev.daybreak.schema.model.CatalogObject;
import org.jspecify.annotations.Nullable;

/**
 * One reason why the target differs from the source.
 *
 * @param id stable id, also the id of its findings
 * @param what what it does
 * @param why what makes it necessary
 * @param change the object as promised; null leaves it out
 */
record Rule(String id, String what, String why, Change change) {
  /** The rule's work on one object. Must say a finding for what is lost. */
  @FunctionalInterface
  interface Change {
    @Nullable CatalogObject of(CatalogObject object, Conversion conversion, Rule rule);
  }

  @Nullable CatalogObject apply(CatalogObject object, Conversion conversion) {
    return change.of(object, conversion, this);
  }
}
