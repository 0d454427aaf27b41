package dev.daybreak.schema;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.kernel.stage.SchemaChoices;
import dev.daybreak.postgres.Connections;
import dev.daybreak.postgres.MetadataSchema;
import dev.daybreak.postgres.ServerErrors;
import dev.daybreak.schema.amend.AlteredTables;
import dev.daybreak.schema.amend.Amender;
import dev.daybreak.schema.amend.Amendment;
import dev.daybreak.schema.apply.Applier;
import dev.daybreak.schema.apply.Discard;
import dev.daybreak.schema.apply.Journal;
import dev.daybreak.schema.apply.Passwords;
import dev.daybreak.schema.dialect.SourceDialect;
import dev.daybreak.schema.dialect.SourceDialects;
import dev.daybreak.schema.dialect.TargetSurvey;
import dev.daybreak.schema.dialect.TypeSpelling;
import dev.daybreak.schema.login.Explanation;
import dev.daybreak.schema.login.LoginProof;
import dev.daybreak.schema.login.Shortlist;
import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import dev.daybreak.schema.plan.PlannedStatement;
import dev.daybreak.schema.plan.Planner;
import dev.daybreak.schema.plan.Stage;
import dev.daybreak.schema.read.CatalogReader;
import dev.daybreak.schema.read.Inventory;
import dev.daybreak.schema.read.NotedIdentities;
import dev.daybreak.schema.rehearse.CollationRehearsal;
import dev.daybreak.schema.rehearse.ExtensionRehearsal;
import dev.daybreak.schema.rehearse.PathRehearsal;
import dev.daybreak.schema.rehearse.PrintRehearsal;
import dev.daybreak.schema.rule.ChoiceRules;
import dev.daybreak.schema.rule.ManagedRules;
import dev.daybreak.schema.rule.Promise;
import dev.daybreak.schema.rule.RightsRules;
import dev.daybreak.schema.rule.Rule;
import dev.daybreak.schema.rule.TargetFacts;
import dev.daybreak.schema.verify.Comparison;
import dev.daybreak.schema.verify.Fingerprint;
import dev.daybreak.schema.verify.ServerText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Both catalogs as they are now, what the rules promise, and the plan. Used by one thread. */
final class Catalogs implements AutoCloseable {
  private final Pairing pairing;
  private final Connection source;
  private final Connection target;
  private final CatalogModel found;
  private final Journal journal;
  private final TargetFacts facts;
  private final ChoiceRules choices;
  private final CatalogModel origin;
  private final Promise promise;
  private final Planner.Plan plan;
  private final List<Finding> unknown;
  private final Passwords passwords;

  private Catalogs(Pairing pairing, SchemaChoices wishes, Connection source, Connection target)
      throws SQLException {
    this.pairing = pairing;
    this.source = source;
    this.target = target;
    List<Connection> notes = List.of(target, source);
    this.found = NotedIdentities.undone(CatalogReader.read(target), pairing.target(), notes);
    this.journal = Journal.read(target);
    this.facts = TargetSurvey.read(target, wishes.profile(), journal.objects());
    SourceDialect dialect = reading(Side.SOURCE, () -> SourceDialects.of(source));
    Inventory inventory = reading(Side.SOURCE, () -> dialect.reader().inventory(source));
    this.origin = NotedIdentities.undone(inventory.model(), pairing.source(), notes);
    this.unknown = inventory.unknown();
    this.passwords = reading(Side.SOURCE, () -> Passwords.read(source));
    this.choices = ChoiceRules.of(TypeSpelling.on(target, wishes), origin);
    this.promise = Promise.of(origin, found, facts, rules(dialect, choices));
    this.plan = Planner.plan(promise.model(), actor());
  }

  private Planner.Actor actor() {
    return new Planner.Actor(
        pairing.target().database(), facts.login(), facts.rights().superuser());
  }

  private static List<Rule> rules(SourceDialect dialect, ChoiceRules choices) {
    List<Rule> rules = new ArrayList<>(dialect.allRules());
    rules.addAll(choices.rules());
    rules.addAll(RightsRules.ALL);
    rules.addAll(ManagedRules.ALL);
    return rules;
  }

  /** Reads everything anew; nobody decided anything. */
  static Catalogs open(Pairing pairing) {
    return open(pairing, SchemaChoices.NONE);
  }

  /** Reads everything anew. */
  static Catalogs open(Pairing pairing, SchemaChoices wishes) {
    Connection source = Connections.open(pairing.source(), "schema", Side.SOURCE);
    try {
      Connection target = Connections.open(pairing.target(), "schema", Side.TARGET);
      try {
        return new Catalogs(pairing, wishes, source, target);
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
    all.addAll(choices.dependents(origin, promise.model()));
    all.addAll(reading(Side.SOURCE, () -> PathRehearsal.run(source)));
    all.addAll(reading(Side.SOURCE, () -> PrintRehearsal.run(source, choices.moved(origin))));
    all.addAll(
        reading(Side.TARGET, () -> CollationRehearsal.run(source, target, plan.statements())));
    List<CatalogObject> extensions = promise.model().of(Kind.EXTENSION);
    all.addAll(
        reading(
            Side.TARGET,
            () -> ExtensionRehearsal.run(source, target, extensions, plan.statements())));
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
    return choices.accepted(all);
  }

  /** Promised roles that may log in. */
  List<String> logins() {
    return promise.model().of(Kind.ROLE).stream()
        .filter(role -> "t".equals(role.get("login")))
        .map(role -> role.id().name())
        .toList();
  }

  /** What differs from the promise on the target. */
  List<Finding> differences() {
    return differences(found, target);
  }

  /** What differs from the promise in a model read from that connection to the target. */
  List<Finding> differences(CatalogModel model, Connection connection) {
    return choices.accepted(
        Comparison.compare(
            promise.model(),
            withoutOwnMemberships(model),
            new ServerText(connection),
            id -> journal.objects().contains(id.toString())));
  }

  /** A login that is no superuser becomes a member of the roles it makes, to give them objects. */
  private CatalogModel withoutOwnMemberships(CatalogModel model) {
    return model.withObjects(
        model.objects().stream().filter(object -> !isOwnMembership(object.id())).toList());
  }

  /** What logins may do otherwise on the target, each with the rule behind it if there is one. */
  List<Finding> explained(LoginProof.Result result) {
    Explanation.Facts all =
        new Explanation.Facts(
            origin, promise.model(), found, promise.findings(), this::isPromisedMembership);
    try {
      return Shortlist.of(
          Explanation.explain(result, all, source, target)
              .map(item -> new Shortlist.Item(item.kind(), choices.accepted(item.finding()))));
    } catch (SQLException e) {
      throw ServerErrors.translate(Side.TARGET, "cannot ask what logins may do", e);
    }
  }

  /** Memberships of roles that are ours, but for those the login needs itself. */
  private boolean isPromisedMembership(ObjectId id) {
    boolean ours =
        List.of(id.name(), id.args()).stream()
            .map(role -> ObjectId.of(Kind.ROLE, "", role).toString())
            .anyMatch(journal.objects()::contains);
    return ours && !isOwnMembership(id);
  }

  private boolean isOwnMembership(ObjectId id) {
    return id.kind() == Kind.MEMBERSHIP
        && !facts.rights().superuser()
        && id.args().equals(facts.login())
        && promise.model().get(id) == null;
  }

  /**
   * How the target follows the source.
   *
   * @throws MigrationException SOURCE_DDL_UNSAFE
   */
  Amendment amendment() {
    Amendment amendment =
        new Amender(
                promise.model(),
                found,
                plan.statements(),
                id -> journal.objects().contains(id.toString()),
                actor(),
                reading(Side.TARGET, () -> AlteredTables.find(source, target)))
            .amendment(differences());
    List<String> refused = new ArrayList<>(amendment.refused());
    choices.accepted(unknown).stream()
        .filter(finding -> finding.severity() == Severity.BLOCKER)
        .forEach(finding -> refused.add(finding.object() + ": " + finding.detail()));
    if (!refused.isEmpty()) {
      throw new MigrationException(
          ErrorCode.SOURCE_DDL_UNSAFE,
          refused.size()
              + " change(s) cannot follow while the copy stands: "
              + String.join("; ", refused),
          "Undo them on the source and resume, or abort and start anew.");
    }
    return amendment;
  }

  /** Whether the journal is gone: the migration was finished before. */
  boolean isForgotten() {
    return journal.objects().isEmpty();
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

  /** Something done with a connection of its own. */
  interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  /** Does it; {@code what} completes "cannot" when a server refuses. */
  static <T> T with(Endpoint endpoint, Side side, String what, Work<T> work) {
    try (Connection connection = Connections.open(endpoint, "schema", side)) {
      return work.with(connection);
    } catch (SQLException e) {
      throw ServerErrors.translate(side, "cannot " + what + " " + endpoint, e);
    }
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
