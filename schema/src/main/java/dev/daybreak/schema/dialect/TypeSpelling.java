package dev.daybreak.schema.dialect;

import dev.daybreak.kernel.stage.SchemaChoices;
import dev.daybreak.kernel.stage.SchemaChoices.ColumnType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Spells the types people wrote as the catalog does, so that they compare. */
public final class TypeSpelling {
  private static final String PRINT =
      "SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
          + " WHERE attrelid = 'pg_temp.daybreak_scratch'::regclass AND attnum = 1";

  private TypeSpelling() {}

  /**
   * The same choices; a type that the target does not know yet stays as it is written.
   *
   * @throws SQLException when the connection fails
   */
  public static SchemaChoices on(Connection target, SchemaChoices choices) throws SQLException {
    List<ColumnType> types = new ArrayList<>();
    for (ColumnType type : choices.types()) {
      types.add(new ColumnType(type.column(), spelled(target, type.type())));
    }
    return new SchemaChoices(
        choices.profile(),
        choices.skip(),
        types,
        choices.replace(),
        choices.accept(),
        choices.logins());
  }

  /** Asked in a transaction that is rolled back. */
  private static String spelled(Connection target, String type) throws SQLException {
    target.setAutoCommit(false);
    try (Statement statement = target.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute("CREATE TEMPORARY TABLE daybreak_scratch (c " + type + ")");
      try (ResultSet row = statement.executeQuery(PRINT)) {
        return row.next() ? row.getString(1) : type;
      }
    } catch (SQLException unknownYet) {
      return type;
    } finally {
      target.rollback();
      target.setAutoCommit(true);
    }
  }
}
