package dev.daybreak.schema.login;

import dev.daybreak.kernel.ServerVersion;
import dev.daybreak.postgres.ServerFacts;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import dev.daybreak.schema.read.SqlTemplate;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one server answers to {@code has_..._privilege} for some roles and all objects. Immutable.
 * Memory goes with the objects, not with the roles: those that hold the same are kept together.
 */
final class Answers {
  private static final int FETCH_ROWS = 5000;

  private final ServerVersion version;
  private final Map<ObjectId, List<Held>> held;

  /** The privileges that some roles hold on one object. */
  private record Held(Set<String> privileges, Set<String> roles) {}

  private Answers(ServerVersion version, Map<ObjectId, List<Held>> held) {
    this.version = version;
    this.held = held;
  }

  /**
   * Asks with one statement, however many objects there are. A role that the server does not have
   * holds nothing.
   *
   * @param server its {@code search_path} must be {@code pg_catalog}
   */
  static Answers read(Connection server, Collection<String> roles) throws SQLException {
    ServerVersion version = ServerFacts.version(server);
    Map<ObjectId, List<Held>> held = new HashMap<>();
    server.setAutoCommit(false);
    String sql = SqlTemplate.load("login_rights.sql", version);
    try (PreparedStatement statement = server.prepareStatement(sql)) {
      server.createStatement().execute("SET LOCAL jit = off");
      statement.setArray(1, server.createArrayOf("text", roles.toArray()));
      statement.setFetchSize(FETCH_ROWS);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          held.computeIfAbsent(object(row), id -> new ArrayList<>(1)).add(held(row));
        }
      }
    } finally {
      server.rollback();
      server.setAutoCommit(true);
    }
    return new Answers(version, held);
  }

  private static ObjectId object(ResultSet row) throws SQLException {
    return new ObjectId(
        Kind.valueOf(row.getString("kind")),
        row.getString("schema"),
        row.getString("parent"),
        row.getString("name"),
        row.getString("args"));
  }

  private static Held held(ResultSet row) throws SQLException {
    Set<String> privileges = new LinkedHashSet<>(List.of(row.getString("privileges").split(", ")));
    privileges.remove("");
    Array roles = row.getArray("roles");
    return new Held(privileges, Set.of((String[]) roles.getArray()));
  }

  ServerVersion version() {
    return version;
  }

  /** The objects that were asked about, in their order. */
  Set<ObjectId> objects() {
    return new TreeSet<>(held.keySet());
  }

  /** Whether the server has the object, or the kind is one of which only what is held is told. */
  boolean knows(ObjectId object) {
    return isSparse(object.kind()) || held.containsKey(object);
  }

  private static boolean isSparse(Kind kind) {
    return kind == Kind.COLUMN
        || kind == Kind.PARAMETER
        || kind == Kind.SHIPPED
        || kind == Kind.MEMBERSHIP;
  }

  /** The privileges of a role, in the server's order; empty when it holds none. */
  Set<String> of(ObjectId object, String role) {
    for (Held some : held.getOrDefault(object, List.of())) {
      if (some.roles().contains(role)) {
        return some.privileges();
      }
    }
    return Set.of();
  }
}
