package dev.daybreak.schema.login;

import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.stage.Login;
import dev.daybreak.kernel.stage.LoginCheck;
import dev.daybreak.postgres.Connections;
import dev.daybreak.postgres.ServerErrors;
import dev.daybreak.postgres.ServerFacts;
import dev.daybreak.schema.read.SqlTemplate;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Asks both servers what each login of an application may do, and says where they answer otherwise.
 * It knows nothing of rules and of how rights are given: what the comparison of catalogs cannot see
 * (memberships, PUBLIC, ownership, superusers, row security) is in the answers. Reads only.
 */
public final class LoginProof {
  private LoginProof() {}

  /**
   * What was found.
   *
   * @param doubts rights in which the sides differ
   * @param remarks what differs between sessions of the logins whose passwords are known
   */
  public record Result(List<Doubt> doubts, List<Remark> remarks) {
    public Result {
      doubts = List.copyOf(doubts);
      remarks = List.copyOf(remarks);
    }

    /** Whether every login may do the same on both sides. */
    public boolean isClean() {
      return doubts.isEmpty() && remarks.isEmpty();
    }
  }

  /**
   * Proves all logins that have to do with the source database.
   *
   * @throws dev.daybreak.kernel.error.MigrationException as the servers say it
   */
  public static Result run(Pairing pairing, LoginCheck check) {
    List<Doubt> doubts = check.rights() ? rights(pairing, check.closed()) : new ArrayList<>();
    List<Remark> remarks = new ArrayList<>();
    if (check.closed().isEmpty()) {
      for (Login login : check.known()) {
        Visit.both(pairing, login, doubts, remarks);
      }
    }
    return new Result(doubts.stream().distinct().sorted().toList(), remarks);
  }

  private static List<Doubt> rights(Pairing pairing, Optional<Side> closed) {
    Set<String> logins;
    Answers before;
    try (Connection source = Connections.open(pairing.source(), "logins", Side.SOURCE)) {
      logins = logins(source);
      before = Answers.read(source, logins);
    } catch (SQLException e) {
      throw ServerErrors.translate(Side.SOURCE, "cannot ask what logins may do", e);
    }
    try (Connection target = Connections.open(pairing.target(), "logins", Side.TARGET)) {
      Answers after = Answers.read(target, logins);
      return Proof.compare(before, after, logins, closed.isEmpty());
    } catch (SQLException e) {
      throw ServerErrors.translate(Side.TARGET, "cannot ask what logins may do", e);
    }
  }

  /** Roles that may log in and own something, hold something or belong to such a role here. */
  private static Set<String> logins(Connection source) throws SQLException {
    Set<String> logins = new TreeSet<>();
    String sql = SqlTemplate.load("roles.sql", ServerFacts.version(source));
    try (Statement statement = source.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        boolean used = row.getString("#used") != null && row.getString("#bootstrap") == null;
        if (used && row.getBoolean("login")) {
          logins.add(row.getString("name"));
        }
      }
    }
    return logins;
  }
}
