package dev.daybreak.schema.rule;

import dev.daybreak.schema.model.CatalogObject;
import org.jspecify.annotations.Nullable;

/**
 * One reason why the target differs from the source. Whatever a rule changes becomes a finding with
 * before and after, whether the rule says so itself or not.
 *
 * @param id stable id, also the id of its findings
 * @param what what it does
 * @param why what makes it necessary
 * @param treatment what a person has to do about it, unless the rule says otherwise for an object
 * @param change the object as promised; null leaves it out
 */
public record Rule(String id, String what, String why, Treatment treatment, Change change) {
  /** The rule's work on one object. */
  @FunctionalInterface
  public interface Change {
    @Nullable CatalogObject of(CatalogObject object, Conversion conversion, Rule rule);
  }

  @Nullable CatalogObject apply(CatalogObject object, Conversion conversion) {
    return change.of(object, conversion, this);
  }
}
