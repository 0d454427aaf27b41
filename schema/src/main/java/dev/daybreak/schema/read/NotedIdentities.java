package dev.daybreak.schema.read;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Replica identities as they were before Daybreak changed them. The change stream notes on the
 * applying side, and the live validator on its own, how each change is undone: what a note gives
 * back is what the table's owner wanted.
 */
public final class NotedIdentities {
  /** The attribute of tables. */
  public static final String ATTRIBUTE = "replica identity";

  private static final String NOTES =
      "SELECT undo FROM daybreak.addition WHERE kind = 'replica_identity'"
          + " AND starts_with(object, ?)";

  private NotedIdentities() {}

  /**
   * The model of a database without what Daybreak set there.
   *
   * @param of the database
   * @param notes connections to both sides
   */
  public static CatalogModel undone(CatalogModel model, Endpoint of, List<Connection> notes)
      throws SQLException {
    Set<String> undo = new HashSet<>();
    for (Connection connection : notes) {
      undo.addAll(read(connection, of));
    }
    if (undo.isEmpty()) {
      return model;
    }
    return model.withObjects(model.objects().stream().map(o -> undone(o, undo)).toList());
  }

  private static CatalogObject undone(CatalogObject object, Set<String> undo) {
    if (object.id().kind() != Kind.TABLE || !"full".equals(object.get(ATTRIBUTE))) {
      return object;
    }
    String alter = "ALTER TABLE " + object.id().sql() + " REPLICA IDENTITY ";
    if (undo.contains(alter + "DEFAULT")) {
      return object.with(ATTRIBUTE, null);
    }
    return undo.contains(alter + "NOTHING") ? object.with(ATTRIBUTE, "nothing") : object;
  }

  private static Set<String> read(Connection connection, Endpoint of) throws SQLException {
    return hasNotes(connection) ? notes(connection, of) : Set.of();
  }

  private static Set<String> notes(Connection connection, Endpoint of) throws SQLException {
    Set<String> undo = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(NOTES)) {
      statement.setString(1, of.host() + ":" + of.port() + "/" + of.database() + " ");
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          undo.add(row.getString(1));
        }
      }
    }
    return undo;
  }

  private static boolean hasNotes(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement("SELECT to_regclass('daybreak.addition') IS NOT NULL");
        ResultSet row = statement.executeQuery()) {
      return row.next() && row.getBoolean(1);
    }
  }
}
