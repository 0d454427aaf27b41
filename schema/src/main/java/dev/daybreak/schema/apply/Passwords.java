package dev.daybreak.schema.apply;

import dev.daybreak.kernel.Secret;
import dev.daybreak.postgres.SqlStates;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** The password verifiers of the source's roles; they go from server to server and nowhere else. */
public final class Passwords {
  private final Map<String, Secret> verifiers = new HashMap<>();
  private final boolean readable;

  private Passwords(boolean readable) {
    this.readable = readable;
  }

  /** Reads the verifiers; none when the login must not see them. */
  public static Passwords read(Connection source) throws SQLException {
    String sql = "SELECT rolname, rolpassword FROM pg_authid WHERE rolpassword IS NOT NULL";
    try (Statement statement = source.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      Passwords passwords = new Passwords(true);
      while (row.next()) {
        passwords.verifiers.put(row.getString(1), Secret.of(row.getString(2)));
      }
      return passwords;
    } catch (SQLException e) {
      if (SqlStates.INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
        return new Passwords(false);
      }
      throw e;
    }
  }

  /** Whether the source let us see them. */
  public boolean readable() {
    return readable;
  }

  Secret of(ObjectId object) {
    return object.kind() == Kind.ROLE
        ? verifiers.getOrDefault(object.name(), Secret.NONE)
        : Secret.NONE;
  }
}
