package dev.daybreak.schema.amend;

import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.schema.model.CatalogObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One object that differs.
 *
 * @param wanted as promised, or null when the source has dropped it
 * @param there as the target has it, or null when it is new
 * @param findings the differences
 */
record Change(
    @Nullable CatalogObject wanted, @Nullable CatalogObject there, List<Finding> findings) {
  Change {
    findings = List.copyOf(findings);
  }

  /** The object, in whichever form there is. */
  CatalogObject object() {
    CatalogObject object = wanted == null ? there : wanted;
    return java.util.Objects.requireNonNull(object, "a change of nothing");
  }

  boolean isNew() {
    return there == null;
  }

  boolean isDropped() {
    return wanted == null;
  }

  /** The attributes that differ, as the ids of the findings have them. */
  List<String> attributes() {
    String prefix = "SCH-" + object().id().kind().name().replace('_', '-') + "-";
    List<String> attributes = new ArrayList<>();
    for (Finding finding : findings) {
      attributes.add(finding.id().substring(prefix.length()));
    }
    return attributes;
  }
}
