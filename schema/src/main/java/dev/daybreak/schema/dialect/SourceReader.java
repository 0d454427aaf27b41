package dev.daybreak.schema.dialect;

import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.schema.model.CatalogModel;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** How the catalog of one kind of source becomes a model in PostgreSQL's words. */
public interface SourceReader {
  /**
   * All objects, in one snapshot, with a fixed number of queries.
   *
   * @throws SQLException as the server says it
   */
  CatalogModel model(Connection connection) throws SQLException;

  /**
   * What the source holds that the model has no place for, each named.
   *
   * @throws SQLException as the server says it
   */
  List<Finding> unknown(Connection connection) throws SQLException;
}
