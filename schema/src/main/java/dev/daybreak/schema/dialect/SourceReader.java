package dev.daybreak.schema.dialect;

import dev.daybreak.schema.read.Inventory;
import java.sql.Connection;
import java.sql.SQLException;

/** How the catalog of one kind of source becomes a model in PostgreSQL's words. */
public interface SourceReader {
  /**
   * All objects, and what the model has no place for, of one snapshot, with a fixed number of
   * queries.
   *
   * @throws SQLException as the server says it
   */
  Inventory read(Connection connection) throws SQLException;
}
