package dev.daybreak.schema.read;

import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.schema.model.CatalogModel;
import java.util.List;

/**
 * Everything a database holds, of one snapshot: each object is in the model or named by a finding.
 *
 * @param model the objects Daybreak moves
 * @param unknown the others, each with what to do about it
 */
public record Inventory(CatalogModel model, List<Finding> unknown) {
  public Inventory {
    unknown = List.copyOf(unknown);
  }
}
