package dev.daybreak.schema.dialect;

import dev.daybreak.schema.read.Inventory;
import java.sql.Connection;
import java.sql.SQLException;

/** How the catalog of one kind of source becomes a model in PostgreSQL's words. */
@FunctionalInterface
public interface SourceReader {
  /**
   * All objects, in one snapshot, with a fixed number of queries; what the model has no place for
   * is named.
   *
   * @throws SQLException as the server says it
   */
  Inventory inventory(Connection connection) throws SQLException;
}
