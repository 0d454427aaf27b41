package dev.daybreak.schema.read;

import dev.daybreak.kernel.ServerVersion;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.postgres.ServerFacts;
import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.GrantKey;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the model of a database in one read-only snapshot, with a fixed number of queries however
 * many objects there are. Used by one thread; the connection's {@code search_path} must be {@code
 * pg_catalog}, so that all names come out in full.
 */
public final class CatalogReader {
  /** Such as "could not open relation with OID": it was dropped since the snapshot. */
  private static final String INTERNAL = "XX000";

  /** As if the statement had been cancelled. */
  private static final String INTERRUPTED = "57014";

  private static final int ATTEMPTS = 10;
  private static final long PAUSE_MILLIS = 50;

  private static final int FIXED_COLUMNS = 6;
  private static final int FETCH_ROWS = 5000;

  /** What to do about a comment that the model has no place for. */
  static final String COMMENT_REMEDY = "Set it on the target with COMMENT ON, if it is needed.";

  private final Connection connection;
  private final ServerVersion version;
  private final Map<Address, Draft> drafts = new LinkedHashMap<>();
  private final List<Draft> unaddressed = new ArrayList<>();
  private final Map<ObjectId, Draft> shipped = new LinkedHashMap<>();
  private final Map<Address, Address> aliases = new HashMap<>();
  private final List<Address> lostComments = new ArrayList<>();

  private CatalogReader(Connection connection, ServerVersion version) {
    this.connection = connection;
    this.version = version;
  }

  /**
   * Reads everything.
   *
   * @throws SQLException as the server says it
   */
  public static CatalogModel read(Connection connection) throws SQLException {
    return inSnapshot(connection, () -> readHere(connection));
  }

  /** Reads everything in the connection's present transaction, with what it has changed itself. */
  public static CatalogModel readHere(Connection connection) throws SQLException {
    return new CatalogReader(connection, ServerFacts.version(connection)).model();
  }

  /** Reads everything, and names what the model does not know. */
  public static Inventory inventory(Connection connection) throws SQLException {
    return inSnapshot(
        connection,
        () -> {
          CatalogReader reader = new CatalogReader(connection, ServerFacts.version(connection));
          CatalogModel model = reader.model();
          return new Inventory(model, reader.unknown());
        });
  }

  private List<Finding> unknown() throws SQLException {
    List<Finding> findings = new ArrayList<>();
    Set<Address> named = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = rows(statement, "unknown.sql")) {
      while (row.next()) {
        findings.add(finding(row));
        named.add(address(row, "catalog", "oid", 0));
      }
    }
    findings.addAll(comments(named::contains));
    Predicate<Address> known =
        address -> drafts.containsKey(resolve(address)) || named.contains(address);
    findings.addAll(
        new Coverage(connection, known)
            .findings(
                SqlTemplate.load("coverage_catalogs.sql", version),
                SqlTemplate.load("coverage_links.sql", version)));
    return findings;
  }

  /** Comments on what the model does not hold by itself, such as the row type of a table. */
  private List<Finding> comments(Predicate<Address> named) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    String sql = "SELECT pg_describe_object(?::regclass, ?::bigint::oid, ?)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Address address : lostComments.stream().filter(named.negate()).toList()) {
        statement.setString(1, address.catalog());
        statement.setLong(2, address.oid());
        statement.setInt(3, address.sub());
        findings.add(lostComment(first(statement, address)));
      }
    }
    return findings;
  }

  private static String first(PreparedStatement statement, Address address) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      String described = row.next() ? row.getString(1) : null;
      return described == null ? address.toString() : described;
    }
  }

  private static Finding lostComment(String object) {
    return new Finding(
        findingId("comment"),
        Severity.WARNING,
        object,
        "its comment is not part of what Daybreak moves",
        COMMENT_REMEDY);
  }

  /** The id of findings about a kind of object that is not moved. */
  static String findingId(String what) {
    return "SCH-" + what.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]+", "-");
  }

  private static Finding finding(ResultSet row) throws SQLException {
    String what = row.getString(1);
    return new Finding(
        findingId(what),
        Severity.valueOf(row.getString(2)),
        row.getString(3),
        "not part of what Daybreak moves: " + what,
        row.getString(4));
  }

  private interface Reading<T> {
    T read() throws SQLException;
  }

  /**
   * Functions that print definitions look at the catalog as it is now, not as the snapshot has it:
   * what somebody drops or alters meanwhile makes them fail, and they are asked again.
   */
  private static <T> T inSnapshot(Connection connection, Reading<T> reading) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        return inOneSnapshot(connection, reading);
      } catch (SQLException e) {
        if (!INTERNAL.equals(e.getSQLState()) || attempt == ATTEMPTS) {
          throw e;
        }
        pause(attempt);
      }
    }
  }

  private static void pause(int attempt) throws SQLException {
    try {
      Thread.sleep(PAUSE_MILLIS * attempt);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("reading the catalog was interrupted", INTERRUPTED, e);
    }
  }

  private static <T> T inOneSnapshot(Connection connection, Reading<T> reading)
      throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
      // Compiling queries that run once costs more than running them.
      statement.execute("SET LOCAL jit = off");
      statement.execute("SET LOCAL quote_all_identifiers = off");
      return reading.read();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private CatalogModel model() throws SQLException {
    for (ObjectQuery query : ObjectQuery.values()) {
      readObjects(query);
    }
    readAliases();
    readComments();
    readGrants();
    readShipped();
    forgetForeignParameters();
    List<CatalogObject> objects = new ArrayList<>();
    drafts.values().forEach(draft -> objects.add(draft.object()));
    shipped.values().forEach(draft -> objects.add(draft.object()));
    unaddressed.forEach(draft -> objects.add(draft.object()));
    return new CatalogModel(version, objects, readDependencies());
  }

  private void readObjects(ObjectQuery query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = rows(statement, query.file())) {
      while (row.next()) {
        Draft draft = draft(query, row);
        long oid = row.getLong("oid");
        if (oid == 0) {
          unaddressed.add(draft);
        } else {
          drafts.put(new Address(query.catalog(), oid, row.getInt("sub")), draft);
        }
      }
    }
  }

  private static Draft draft(ObjectQuery query, ResultSet row) throws SQLException {
    ObjectId id =
        new ObjectId(
            query.kind(),
            row.getString("schema"),
            row.getString("parent"),
            row.getString("name"),
            row.getString("args"));
    Draft draft = new Draft(id);
    ResultSetMetaData columns = row.getMetaData();
    for (int i = FIXED_COLUMNS + 1; i <= columns.getColumnCount(); i++) {
      String label = columns.getColumnLabel(i);
      String value = row.getString(i);
      boolean printed = value != null && label.equals("definition");
      draft.put(label, printed ? PrintedCycle.readable(query.kind(), value) : value);
    }
    return draft;
  }

  private void readComments() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = rows(statement, "comments.sql")) {
      while (row.next()) {
        Address address = address(row, "catalog", "oid", row.getInt("sub"));
        Draft draft = drafts.get(address);
        if (draft == null && row.getBoolean("ours")) {
          lostComments.add(address);
        } else if (draft != null) {
          String comment = row.getString("description");
          boolean shipped = comment.equals(draft.facts.get("shipped comment"));
          draft.put(shipped ? "#comment" : "comment", comment);
        }
      }
    }
  }

  private void readGrants() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = rows(statement, "grants.sql")) {
      while (row.next()) {
        Draft draft = drafts.get(resolve(address(row, "catalog", "oid", row.getInt("sub"))));
        String grantee = row.getString("grantee");
        if (draft != null) {
          draft.put(CatalogObject.RIGHTS, "explicit");
        }
        if (draft != null && row.getString("privileges") != null) {
          String grantor = row.getString("grantor");
          String key =
              grantor == null
                  ? CatalogObject.GRANT + grantee
                  : new GrantKey(grantor, grantee).attribute();
          draft.put(key, row.getString("privileges"));
        }
      }
    }
  }

  /**
   * What rights on the server's and extensions' own objects have become, against what they were.
   */
  private void readShipped() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = rows(statement, "shipped.sql")) {
      while (row.next()) {
        String type = row.getString("type");
        ObjectId id = new ObjectId(Kind.SHIPPED, "", "", row.getString("identity"), type);
        Draft draft = shipped.computeIfAbsent(id, Draft::new);
        draft.put(row.getString("attribute"), row.getString("privileges"));
        draft.put("#extension", row.getString("extension"));
      }
    }
  }

  /** Rights on settings are the server's: those of roles that do nothing here are not ours. */
  private void forgetForeignParameters() {
    Set<String> used = new HashSet<>(Set.of(CatalogObject.EVERYBODY));
    for (Draft draft : drafts.values()) {
      boolean first = draft.facts.containsKey("bootstrap"); // holds all of them on every server
      if (draft.id.kind() == Kind.ROLE && draft.facts.containsKey("used") && !first) {
        used.add(draft.id.name());
      }
    }
    for (Draft draft : drafts.values()) {
      if (draft.id.kind() == Kind.PARAMETER) {
        draft.attributes.keySet().removeIf(key -> !grantedTo(used, key));
      }
    }
    drafts
        .values()
        .removeIf(draft -> draft.id.kind() == Kind.PARAMETER && draft.attributes.isEmpty());
  }

  private static boolean grantedTo(Set<String> roles, String attribute) {
    return attribute.startsWith(CatalogObject.GRANT)
        && roles.contains(attribute.substring(CatalogObject.GRANT.length()));
  }

  private void readAliases() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = rows(statement, "aliases.sql")) {
      while (row.next()) {
        aliases.put(address(row, "catalog", "oid", 0), address(row, "real_catalog", "real_oid", 0));
      }
    }
  }

  private Map<ObjectId, Set<ObjectId>> readDependencies() throws SQLException {
    Map<ObjectId, Set<ObjectId>> dependencies = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = rows(statement, "dependencies.sql")) {
      while (row.next()) {
        Draft from = drafts.get(resolve(address(row, "catalog", "oid", 0)));
        Draft to = drafts.get(resolve(address(row, "ref_catalog", "ref_oid", 0)));
        if (from != null && to != null && from != to) {
          dependencies.computeIfAbsent(from.id, id -> new HashSet<>()).add(to.id);
        }
      }
    }
    return dependencies;
  }

  /** Follows aliases to the object that stands for an address; chains are two links at most. */
  private Address resolve(Address address) {
    if (address.sub() != 0) {
      return address;
    }
    Address found = address;
    for (int i = 0; i < 3; i++) {
      Address next = aliases.get(new Address(found.catalog(), found.oid(), 0));
      if (next == null) {
        return found;
      }
      found = next;
    }
    return found;
  }

  private static Address address(ResultSet row, String catalog, String oid, int sub)
      throws SQLException {
    return new Address(row.getString(catalog), row.getLong(oid), sub);
  }

  private ResultSet rows(Statement statement, String file) throws SQLException {
    statement.setFetchSize(FETCH_ROWS);
    return statement.executeQuery(SqlTemplate.load(file, version));
  }

  /** An object while its attributes come in from several queries. */
  private static final class Draft {
    private final ObjectId id;
    private final TreeMap<String, String> attributes = new TreeMap<>();
    private final Map<String, String> facts = new HashMap<>();

    Draft(ObjectId id) {
      this.id = id;
    }

    void put(String label, @Nullable String value) {
      if (value == null) {
        return;
      }
      if (label.startsWith("#")) {
        facts.put(label.substring(1), value);
      } else {
        attributes.put(label, value);
      }
    }

    CatalogObject object() {
      return new CatalogObject(id, attributes, facts);
    }
  }
}
