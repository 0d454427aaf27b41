package dev.daybreak.schema;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.TableId;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.stage.ColumnMarks;
import dev.daybreak.kernel.stage.LoginCheck;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.kernel.stage.SchemaChoices;
import dev.daybreak.kernel.stage.SchemaStage;
import dev.daybreak.schema.amend.AlteredTables;
import dev.daybreak.schema.amend.Amender;
import dev.daybreak.schema.amend.Amendment;
import dev.daybreak.schema.amend.Renaming;
import dev.daybreak.schema.apply.Applier;
import dev.daybreak.schema.login.LoginDigest;
import dev.daybreak.schema.login.LoginProof;
import dev.daybreak.schema.plan.PlannedStatement;
import dev.daybreak.schema.plan.PsqlScript;
import dev.daybreak.schema.sequence.SequenceSync;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schema stage from PostgreSQL 12 to 18 to PostgreSQL 15 to 18. Holds no state: every call
 * reads the catalogs anew, so any process may go on with what another began. Thread-safe; two calls
 * that apply to the same target must not run at the same time (the migration's lease sees to that).
 */
public final class PostgresSchemaStage implements SchemaStage {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresSchemaStage.class);

  private final SchemaChoices choices;

  /** A stage for migrations about whose schema nobody decided anything. */
  public PostgresSchemaStage() {
    this(SchemaChoices.NONE);
  }

  private PostgresSchemaStage(SchemaChoices choices) {
    this.choices = choices;
  }

  @Override
  public SchemaStage with(SchemaChoices wishes) {
    return new PostgresSchemaStage(wishes);
  }

  @Override
  public SchemaPlan plan(Pairing pairing) {
    try (Catalogs catalogs = Catalogs.open(pairing, choices)) {
      return new SchemaPlan(
          catalogs.statements().stream().map(PlannedStatement::ddl).toList(), catalogs.findings());
    }
  }

  @Override
  public String script(Pairing pairing) {
    try (Catalogs catalogs = Catalogs.open(pairing, choices)) {
      return PsqlScript.render(
          "The schema of migration " + pairing.id() + ", to be run on " + pairing.target(),
          Applier.preparation(),
          catalogs.statements(),
          catalogs.logins());
    }
  }

  @Override
  public void applyBeforeLoad(Pairing pairing, Progress progress) {
    apply(pairing, When.BEFORE_LOAD, progress);
  }

  @Override
  public void applyAfterLoad(Pairing pairing, Progress progress) {
    apply(pairing, When.AFTER_LOAD, progress);
  }

  @Override
  public int applyAfterCutover(Pairing pairing, Progress progress) {
    return apply(pairing, When.AFTER_CUTOVER, progress);
  }

  private int apply(Pairing pairing, When when, Progress progress) {
    List<PlannedStatement> statements;
    Applier applier;
    try (Catalogs catalogs = Catalogs.open(pairing, choices)) {
      if (when != When.AFTER_CUTOVER) {
        catalogs.requireTargetOursAlone();
      } else if (catalogs.isForgotten()) {
        return 0;
      }
      statements = catalogs.statements().stream().filter(s -> s.stage().when() == when).toList();
      applier = catalogs.applier(progress);
    }
    int run = applier.run(statements);
    LOG.info(
        "migration={} phase=schema when={} statements={} run={}",
        pairing.id(),
        when,
        statements.size(),
        run);
    return run;
  }

  @Override
  public List<Ddl> amend(Pairing pairing, Half half, Progress progress) {
    List<PlannedStatement> statements = new ArrayList<>();
    if (half == Half.OPENING) {
      statements.addAll(onBoth(pairing, "rename columns on", Renaming::run));
    }
    try (Catalogs catalogs = Catalogs.open(pairing, choices)) {
      Amendment amendment = catalogs.amendment();
      List<PlannedStatement> rest =
          half == Half.OPENING ? amendment.opening() : amendment.closing();
      catalogs.applier(progress).runInOrder(rest);
      statements.addAll(rest);
      if (half == Half.CLOSING) {
        catalogs.applier(progress).enter(Amender.done(catalogs.statements()));
      }
    }
    LOG.info(
        "migration={} phase=schema amend={} statements={}", pairing.id(), half, statements.size());
    return statements.stream().map(PlannedStatement::ddl).toList();
  }

  @Override
  public ColumnMarks columnMarks(Endpoint endpoint) {
    return Catalogs.with(endpoint, Side.SOURCE, "read the columns of", AlteredTables::read);
  }

  @Override
  public void keepColumnMarks(Pairing flow, ColumnMarks marks) {
    Catalogs.with(
        flow.target(),
        Side.TARGET,
        "note the columns on",
        applying -> {
          AlteredTables.keep(applying, marks);
          return marks;
        });
  }

  @Override
  public List<TableId> alteredTables(Pairing flow) {
    return onBoth(flow, "read the columns of", AlteredTables::find).tables();
  }

  private interface Both<T> {
    T read(Connection capturing, Connection applying) throws SQLException;
  }

  private static <T> T onBoth(Pairing flow, String what, Both<T> work) {
    return Catalogs.with(
        flow.target(),
        Side.TARGET,
        what,
        applying ->
            Catalogs.with(
                flow.source(), Side.SOURCE, what, capturing -> work.read(capturing, applying)));
  }

  @Override
  public List<Finding> verify(Pairing pairing) {
    try (Catalogs catalogs = Catalogs.open(pairing, choices)) {
      return catalogs.differences();
    }
  }

  @Override
  public List<Finding> proveLogins(Pairing pairing, LoginCheck check) {
    LoginProof.Result result = LoginProof.run(pairing, check);
    if (result.isClean()) {
      return List.of();
    }
    try (Catalogs catalogs = Catalogs.open(pairing, choices)) {
      return catalogs.explained(result);
    }
  }

  @Override
  public String loginDigest(Endpoint endpoint) {
    return LoginDigest.of(endpoint);
  }

  @Override
  public String fingerprint(Endpoint endpoint) {
    return Catalogs.fingerprint(endpoint);
  }

  @Override
  public Sequences sequences(Pairing pairing) {
    return SequenceSync.open(pairing);
  }

  @Override
  public void discard(Pairing pairing) {
    Catalogs.discard(pairing.target());
  }
}
