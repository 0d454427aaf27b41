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
 * @param findings what the rules had to say, sorted
 */
public record Promise(CatalogModel model, List<Finding> findings) {
  /** Applies all rules in their order to every object. */
  public static Promise of(CatalogModel source, CatalogModel target, TargetFacts facts) {
    Conversion conversion = new Conversion(source, target, facts);
    List<CatalogObject> promised = new ArrayList<>();
    for (CatalogObject object : source.objects()) {
      CatalogObject changed = convert(object, conversion);
      if (changed != null) {
        promised.add(changed);
      }
    }
    List<Finding> findings = conversion.findings().stream().distinct().sorted().toList();
    return new Promise(source.withObjects(promised), findings);
  }

  private static @Nullable CatalogObject convert(CatalogObject object, Conversion conversion) {
    CatalogObject current = object;
    for (Rule rule : Rules.ALL) {
      if (current != null) {
        current = rule.apply(current, conversion);
      }
    }
    return current;
  }
}
