package dev.daybreak.schema.read;

import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds objects that neither the model nor a finding names, whatever their kind. It asks the server
 * which of its catalogs hold objects rather than knowing them, so that a kind that a later version
 * of PostgreSQL brings is found too. Used by one thread.
 */
final class Coverage {
  /** What to do about an object that nothing stands for. */
  static final String REMEDY = "Create it on the target by hand, or drop it here; then plan again.";

  private static final Logger LOG = LoggerFactory.getLogger(Coverage.class);
  private static final int BATCH = 500;

  private final Connection connection;
  private final Predicate<Address> known;
  private final Map<Address, List<Link>> links = new HashMap<>();
  private final Set<Address> system = new HashSet<>();

  /** What an object hangs on, and how: {@code pg_depend.deptype}. */
  private record Link(Address to, String type) {
    boolean isPart() {
      return "ieSP".contains(type);
    }
  }

  /**
   * @param known whether the model, an alias or a finding stands for an address
   */
  Coverage(Connection connection, Predicate<Address> known) {
    this.connection = connection;
    this.known = known;
  }

  /** One finding for each object that nothing stands for, in order of the server's names. */
  List<Finding> findings(String catalogsSql, String linksSql) throws SQLException {
    readLinks(linksSql);
    List<Address> open = new ArrayList<>();
    for (Address address : addresses(catalogsSql)) {
      if (!covered(address)) {
        open.add(address);
      }
    }
    List<Finding> findings = new ArrayList<>();
    for (int from = 0; from < open.size(); from += BATCH) {
      name(open.subList(from, Math.min(open.size(), from + BATCH)), findings);
    }
    return findings;
  }

  /** The objects of users in all catalogs that have an OID, one query over all of them. */
  private Set<Address> addresses(String catalogsSql) throws SQLException {
    Set<Address> found = new HashSet<>();
    try (Statement statement = connection.createStatement()) {
      String all;
      try (ResultSet row = statement.executeQuery(catalogsSql)) {
        row.next();
        all = row.getString(1);
      }
      try (ResultSet row = statement.executeQuery(all)) {
        while (row.next()) {
          found.add(new Address(row.getString(1), row.getLong(2), 0));
        }
      }
    }
    return found;
  }

  private void readLinks(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        Address from = new Address(row.getString(1), row.getLong(2), 0);
        if (row.getString(3) == null) {
          system.add(from);
        } else {
          Address to = new Address(row.getString(3), row.getLong(4), 0);
          links.computeIfAbsent(from, a -> new ArrayList<>()).add(new Link(to, row.getString(5)));
        }
      }
    }
  }

  /**
   * Whether an object is known, is a part of something known, or belongs to the server, to an
   * extension or to a session.
   */
  private boolean covered(Address address) {
    Deque<Address> open = new ArrayDeque<>(List.of(address));
    Set<Address> seen = new HashSet<>(open);
    while (!open.isEmpty()) {
      Address next = open.pop();
      if (known.test(next) || system.contains(next)) {
        return true;
      }
      for (Link link : links.getOrDefault(next, List.of())) {
        if ("ea".contains(link.type()) && system.contains(link.to())) {
          return true;
        }
        if (link.isPart() && seen.add(link.to())) {
          open.push(link.to());
        }
      }
    }
    return false;
  }

  /** By number where the server has no name to give: it does not name rows of every catalog. */
  private void name(List<Address> addresses, List<Finding> findings) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      describe(addresses, findings);
      connection.releaseSavepoint(before);
    } catch (SQLException e) {
      connection.rollback(before);
      LOG.warn("schema unnamed={}", addresses.size(), e);
      addresses.forEach(a -> findings.add(unknown(a.catalog(), Long.toString(a.oid()))));
    }
  }

  private void describe(List<Address> addresses, List<Finding> findings) throws SQLException {
    String sql =
        "SELECT coalesce(i.type, x.catalog), coalesce(i.identity, x.oid::text)"
            + " FROM unnest(?::text[], ?::bigint[]) AS x (catalog, oid)"
            + " LEFT JOIN LATERAL pg_identify_object(x.catalog::regclass, x.oid::oid, 0) i ON true"
            + " ORDER BY 1, 2";
    Object[] catalogs = addresses.stream().map(Address::catalog).toArray();
    Object[] oids = addresses.stream().map(Address::oid).toArray();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("text", catalogs));
      statement.setArray(2, connection.createArrayOf("bigint", oids));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          findings.add(unknown(row.getString(1), row.getString(2)));
        }
      }
    }
  }

  private static Finding unknown(String type, String identity) {
    return new Finding(
        "SCH-UNKNOWN-OBJECT",
        Severity.BLOCKER,
        type + " " + identity,
        "Daybreak does not know this object and would leave it behind",
        REMEDY);
  }
}
