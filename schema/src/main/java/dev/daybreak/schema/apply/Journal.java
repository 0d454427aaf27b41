package dev.daybreak.schema.apply;

import dev.daybreak.schema.plan.PlannedStatement;
import dev.daybreak.schema.verify.Fingerprint;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

/**
 * The table {@code daybreak.schema_object} of the target: which statements have run there. An entry
 * commits with its statement. Immutable view of what was there when it was read.
 *
 * @param objects names of objects that statements of ours created or changed
 * @param digests digests of the statements
 */
public record Journal(Set<String> objects, Set<String> digests) {
  public Journal {
    objects = Set.copyOf(objects);
    digests = Set.copyOf(digests);
  }

  /** Reads the journal; empty where there is none yet. */
  public static Journal read(Connection target) throws SQLException {
    Set<String> objects = new HashSet<>();
    Set<String> digests = new HashSet<>();
    if (exists(target)) {
      String sql = "SELECT object, statement_digest FROM daybreak.schema_object";
      try (Statement statement = target.createStatement();
          ResultSet row = statement.executeQuery(sql)) {
        while (row.next()) {
          objects.add(row.getString(1));
          digests.add(row.getString(2));
        }
      }
    }
    return new Journal(objects, digests);
  }

  private static boolean exists(Connection target) throws SQLException {
    try (Statement statement = target.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT to_regclass('daybreak.schema_object') IS NOT NULL")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  /** Whether the statement has run. */
  boolean has(PlannedStatement statement) {
    return digests.contains(digest(statement));
  }

  /** Enters a statement in the present transaction. */
  static void enter(Connection target, PlannedStatement planned) throws SQLException {
    String sql =
        "INSERT INTO daybreak.schema_object (object, statement_digest) VALUES (?, ?)"
            + " ON CONFLICT DO NOTHING";
    try (PreparedStatement insert = target.prepareStatement(sql)) {
      insert.setString(1, planned.object().toString());
      insert.setString(2, digest(planned));
      insert.executeUpdate();
    }
  }

  /** Forgets everything. */
  static void clear(Connection target) throws SQLException {
    if (exists(target)) {
      try (Statement statement = target.createStatement()) {
        statement.execute("DELETE FROM daybreak.schema_object");
      }
    }
  }

  private static String digest(PlannedStatement planned) {
    return Fingerprint.of(planned.stage() + "\n" + planned.object() + "\n" + planned.sql());
  }
}
