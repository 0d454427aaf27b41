package dev.daybreak.schema.rule;

import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the target is promised: the source's model after all rules.
 *
 * @param model the promised objects
 * @param findings what the rules had to say and all they changed, sorted
 */
public record Promise(CatalogModel model, List<Finding> findings) {
  public Promise {
    findings = List.copyOf(findings);
  }

  /** Applies the rules in their order to every object. */
  public static Promise of(
      CatalogModel source, CatalogModel target, TargetFacts facts, List<Rule> rules) {
    Conversion conversion = new Conversion(source, target, facts);
    List<CatalogObject> promised = new ArrayList<>();
    for (CatalogObject object : source.objects()) {
      CatalogObject changed = convert(object, conversion, rules);
      if (changed != null) {
        promised.add(changed);
      }
    }
    return new Promise(source.withObjects(promised), conversion.findings());
  }

  private static @Nullable CatalogObject convert(
      CatalogObject object, Conversion conversion, List<Rule> rules) {
    CatalogObject current = object;
    for (Rule rule : rules) {
      if (current != null) {
        current = conversion.apply(rule, current);
      }
    }
    return current;
  }
}
