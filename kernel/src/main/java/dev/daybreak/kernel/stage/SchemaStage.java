package dev.daybreak.kernel.stage;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.TableId;
import dev.daybreak.kernel.finding.Finding;
import java.util.List;

/** Reads, converts, applies and verifies everything that is not a row. */
public interface SchemaStage {
  /** The same stage, heeding what people decided about one migration's schema. */
  SchemaStage with(SchemaChoices choices);

  /** What would be done, in order, and what cannot be. Reads only. */
  SchemaPlan plan(Pairing pairing);

  /** The plan's statements as a script that {@code psql} runs; without passwords. Reads only. */
  String script(Pairing pairing);

  /**
   * Creates what the load needs: roles, schemas, types, functions, tables, defaults, primary and
   * unique keys are not among it where the load is faster without. Idempotent, restartable.
   *
   * @throws dev.daybreak.kernel.error.MigrationException TARGET_NOT_EMPTY when the target holds
   *     user objects that an earlier run of this migration did not create
   */
  void applyBeforeLoad(Pairing pairing, Progress progress);

  /** Creates the rest: keys, indexes, constraints, views, triggers, grants. Idempotent. */
  void applyAfterLoad(Pairing pairing, Progress progress);

  /**
   * Creates what acts on what happens before: publications, event triggers. Clients are on the
   * target already and may have made objects of their own. Idempotent.
   *
   * @return how many statements were run
   */
  int applyAfterCutover(Pairing pairing, Progress progress);

  /**
   * Carries a change of the source's schema over to a target that holds a copy: one half before the
   * change stream goes on, the other when it has applied all that was written before the change.
   * Works out anew what is left to do, so it may be repeated. Tables whose rows cannot follow are
   * emptied, and stand in the load's journal as not done until they are copied again.
   *
   * @return the statements it ran
   * @throws dev.daybreak.kernel.error.MigrationException SOURCE_DDL_UNSAFE, naming each object that
   *     cannot follow; nothing is changed then
   */
  List<Ddl> amend(Pairing pairing, Half half, Progress progress);

  /** The marks of an endpoint's tables as they are now. */
  ColumnMarks columnMarks(Endpoint endpoint);

  /** Notes on the applying side the marks under which its rows were, or will be, proven equal. */
  void keepColumnMarks(Pairing flow, ColumnMarks marks);

  /**
   * The tables of the capturing side whose columns were altered since the marks kept, and whose
   * rows may therefore be others than the change stream said. Empty when none were kept.
   */
  List<TableId> alteredTables(Pairing flow);

  /** Reads both catalogs anew; what differs and is not explained by a rule. Empty is good. */
  List<Finding> verify(Pairing pairing);

  /**
   * Asks both servers what every login of an application may do on every object, and opens sessions
   * of those whose passwords are known. What differs is explained by a rule, or is a BLOCKER. Reads
   * only; empty is good. However many differences there are, a bounded number of findings.
   */
  List<Finding> proveLogins(Pairing pairing, LoginCheck check);

  /**
   * A digest of what decides about the rights of logins and is not in {@link #fingerprint}: roles,
   * their memberships and settings, and who may connect. Compares with itself only.
   */
  String loginDigest(Endpoint endpoint);

  /** A digest of all user DDL of a database: changes when and only when the schema does. */
  String fingerprint(Endpoint endpoint);

  /**
   * Opens sessions on both sides for {@link Sequences#sync}: before writes are held, so that nobody
   * waits for logins.
   *
   * @throws dev.daybreak.kernel.error.MigrationException when a side cannot be reached
   */
  Sequences sequences(Pairing pairing);

  /** {@link Sequences#sync} over sessions opened for it. */
  default List<SequencePoint> syncSequences(Pairing pairing, long marginCalls) {
    try (Sequences sequences = sequences(pairing)) {
      return sequences.sync(marginCalls);
    }
  }

  /** Removes from the target what this migration created there. For {@code abort}. */
  void discard(Pairing pairing);

  /** The plan: statements in order, and findings. */
  record SchemaPlan(List<Ddl> statements, List<Finding> findings) {
    public SchemaPlan {
      statements = List.copyOf(statements);
      findings = List.copyOf(findings);
    }
  }

  /** The sequences of both sides. Used by one thread at a time. */
  interface Sequences extends AutoCloseable {
    /**
     * Sets every sequence of the target past its twin on the source, by {@code marginCalls} calls,
     * in the sequence's direction, and verifies by reading back.
     *
     * @param marginCalls 0 or more
     * @return one line for each sequence, for the report
     * @throws dev.daybreak.kernel.error.MigrationException SEQUENCE_BEHIND when one is not past
     */
    List<SequencePoint> sync(long marginCalls);

    /** Whether both sessions still live. */
    boolean alive();

    @Override
    void close();
  }

  /** The halves of an amendment. */
  enum Half {
    OPENING,
    CLOSING
  }

  /** When a statement runs. */
  enum When {
    BEFORE_LOAD,
    AFTER_LOAD,
    AFTER_CUTOVER
  }

  /** One statement of the plan. */
  record Ddl(When when, String object, String sql) {}

  /** Where a sequence stands on both sides after syncing. */
  record SequencePoint(String sequence, long sourceValue, long targetValue) {}
}
