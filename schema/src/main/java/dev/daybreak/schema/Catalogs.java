package dev.daybreak.schema;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.postgres.Connections;
import dev.daybreak.postgres.MetadataSchema;
import dev.daybreak.postgres.ServerErrors;
import dev.daybreak.schema.apply.Applier;
import dev.daybreak.schema.apply.Discard;
import dev.daybreak.schema.apply.Journal;
import dev.daybreak.schema.apply.Passwords;
import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import dev.daybreak.schema.plan.PlannedStatement;
import dev.daybreak.schema.plan.Planner;
import dev.daybreak.schema.plan.Stage;
import dev.daybreak.schema.read.CatalogReader;
import dev.daybreak.schema.read.Inventory;
import dev.daybreak.schema.rule.Promise;
import dev.daybreak.schema.rule.TargetFacts;
import dev.daybreak.schema.verify.Comparison;
import dev.daybreak.schema.verify.Fingerprint;
import dev.daybreak.schema.verify.ServerText;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Both catalogs as they are now, what the rules promise, and the plan. Used by one thread. */
final class Catalogs implements AutoCloseable {
  private final Pairing pairing;
  private final Connection source;
  private final Connection target;
  private final CatalogModel found;
  private final Journal journal;
  private final TargetFacts facts;
  private final Promise promise;
  private final Planner.Plan plan;
  private final List<Finding> unknown;
  private final Passwords passwords;

  private Catalogs(Pairing pairing, Connection source, Connection target) throws SQLException {
    this.pairing = pairing;
    this.source = source;
    this.target = target;
    this.found = CatalogReader.read(target);
    this.journal = Journal.read(target);
    this.facts = facts(target, journal);
    Inventory inventory = reading(Side.SOURCE, () -> CatalogReader.inventory(source));
    this.unknown = inventory.unknown();
    this.passwords = reading(Side.SOURCE, () -> Passwords.read(source));
    this.promise = Promise.of(inventory.model(), found, facts);
    this.plan = Planner.plan(promise.model(), pairing.target().database(), facts.login());
  }

  /** Reads everything anew. */
  static Catalogs open(Pairing pairing) {
    Connection source = Connections.open(pairing.source(), "schema", Side.SOURCE);
    try {
      Connection target = Connections.open(pairing.target(), "schema", Side.TARGET);
      try {
        return new Catalogs(pairing, source, target);
      } catch (SQLException e) {
        close(target);
        throw ServerErrors.translate(
            Side.TARGET, "cannot read the catalog of " + pairing.target(), e);
      } catch (RuntimeException e) {
        close(target);
        throw e;
      }
    } catch (RuntimeException e) {
      close(source);
      throw e;
    }
  }

  private interface Reading<T> {
    T read() throws SQLException;
  }

  private static <T> T reading(Side side, Reading<T> reading) {
    try {
      return reading.read();
    } catch (SQLException e) {
      throw ServerErrors.translate(side, "cannot read the catalog of the " + name(side), e);
    }
  }

  private static String name(Side side) {
    return side.name().toLowerCase(java.util.Locale.ROOT);
  }

  private static TargetFacts facts(Connection target, Journal journal) throws SQLException {
    Set<String> login = column(target, "SELECT session_user");
    Set<String> superuser = column(target, "SELECT current_setting('is_superuser')");
    return new TargetFacts(
        login.iterator().next(),
        superuser.contains("on"),
        column(target, "SELECT name FROM pg_available_extensions"),
        column(target, "SELECT name FROM pg_settings"),
        journal.objects());
  }

  private static Set<String> column(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      Set<String> values = new HashSet<>();
      while (row.next()) {
        values.add(row.getString(1));
      }
      return values;
    }
  }

  /** The plan's statements, without those for what the target had before us. */
  List<PlannedStatement> statements() {
    return plan.statements().stream().filter(statement -> !isThere(statement)).toList();
  }

  private boolean isThere(PlannedStatement statement) {
    Stage stage = statement.stage();
    ObjectId id = statement.object();
    boolean onlyOnce = stage == Stage.EXTENSIONS || stage == Stage.SCHEMAS;
    boolean ours = journal.objects().contains(id.toString()) && !id.name().equals("public");
    return onlyOnce && !ours && found.get(id) != null;
  }

  /** What cannot be done or was decided by a rule, and what the model does not know. */
  List<Finding> findings() {
    List<Finding> all = new ArrayList<>(unknown);
    all.addAll(promise.findings());
    all.addAll(plan.findings());
    for (CatalogObject role : promise.model().of(Kind.ROLE)) {
      if (!passwords.readable() && "t".equals(role.get("login"))) {
        all.add(
            new Finding(
                "SCH-ROLE-PASSWORD",
                Severity.WARNING,
                role.id().toString(),
                "the source does not let Daybreak read its password verifier",
                "Set its password on the target: ALTER ROLE ... PASSWORD."));
      }
    }
    return all.stream().sorted().toList();
  }

  /** What differs from the promise on the target. */
  List<Finding> differences() {
    return differences(found, target);
  }

  /** What differs from the promise in a model read from that connection to the target. */
  List<Finding> differences(CatalogModel model, Connection connection) {
    return Comparison.compare(
        promise.model(),
        model,
        new ServerText(connection),
        id -> journal.objects().contains(id.toString()));
  }

  /** Stops unless every user object of the target is of our making. */
  void requireTargetOursAlone() {
    List<String> foreign =
        found.objects().stream()
            .filter(Catalogs::countsAsContent)
            .map(object -> object.id().toString())
            .filter(name -> !journal.objects().contains(name))
            .toList();
    if (!foreign.isEmpty()) {
      throw new MigrationException(
          ErrorCode.TARGET_NOT_EMPTY,
          pairing.target()
              + " holds "
              + foreign.size()
              + " objects that this migration did not"
              + " create, such as "
              + foreign.get(0),
          "Name an empty database as the target, or drop what is in it.");
    }
  }

  private static boolean countsAsContent(CatalogObject object) {
    return switch (object.id().kind()) {
      case SCHEMA -> !object.id().name().equals("public");
      case SEQUENCE -> !object.is("identity");
      case TABLE,
          FOREIGN_TABLE,
          FOREIGN_DATA_WRAPPER,
          FOREIGN_SERVER,
          CONVERSION,
          OPERATOR_FAMILY,
          OPERATOR_CLASS,
          CAST,
          TEXT_SEARCH_DICTIONARY,
          TEXT_SEARCH_CONFIGURATION,
          VIEW,
          MATERIALIZED_VIEW,
          FUNCTION,
          PROCEDURE,
          AGGREGATE,
          OPERATOR,
          ENUM,
          DOMAIN,
          COMPOSITE,
          RANGE,
          COLLATION ->
          true;
      default -> false;
    };
  }

  /** Makes the target ready for a journal and hands out what runs statements. */
  Applier applier(Progress progress) {
    try {
      MetadataSchema.ensure(target);
    } catch (SQLException e) {
      throw ServerErrors.translate(Side.TARGET, "cannot create the schema daybreak", e);
    }
    return new Applier(pairing.target(), journal, passwords, progress);
  }

  static String fingerprint(Endpoint endpoint) {
    try (Connection connection = Connections.open(endpoint, "schema fingerprint")) {
      return Fingerprint.of(CatalogReader.read(connection));
    } catch (SQLException e) {
      throw ServerErrors.translate(Side.SOURCE, "cannot read the catalog of " + endpoint, e);
    }
  }

  static void discard(Endpoint target) {
    try (Connection connection = Connections.open(target, "schema discard", Side.TARGET)) {
      Discard.run(
          connection, CatalogReader.read(connection), Journal.read(connection), target.database());
    } catch (SQLException e) {
      throw ServerErrors.translate(Side.TARGET, "cannot discard the schema of " + target, e);
    }
  }

  @Override
  public void close() {
    close(target);
    close(source);
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      org.slf4j.LoggerFactory.getLogger(Catalogs.class).debug("schema close=failed", e);
    }
  }
}
