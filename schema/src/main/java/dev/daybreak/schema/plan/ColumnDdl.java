package dev.daybreak.schema.plan;

import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;

/** A column as a table's definition has it: without its default. Pure. */
public final class ColumnDdl {
  private ColumnDdl() {}

  /** Name, type and all that follows, for {@code ALTER TABLE ... ADD COLUMN}. */
  public static String of(CatalogModel model, CatalogObject column) {
    ObjectId id = column.id();
    CatalogObject table = model.get(ObjectId.of(Kind.TABLE, id.schema(), id.parent()));
    if (table == null) {
      throw dev.daybreak.kernel.error.MigrationException.bug("no table of " + id);
    }
    return new TableDdl(model, new Script()).column(table, column);
  }
}
