package dev.daybreak.schema.plan;

import dev.daybreak.kernel.stage.SchemaStage.When;

/** The order of a plan: all of a stage is done before the next begins. */
public enum Stage {
  ROLES(When.BEFORE_LOAD, false),
  SCHEMAS(When.BEFORE_LOAD, false),
  EXTENSIONS(When.BEFORE_LOAD, false),
  /** Types, functions, tables, sequences: in order of their dependencies. */
  OBJECTS(When.BEFORE_LOAD, false),
  PARTITIONS(When.BEFORE_LOAD, false),
  DEFAULTS(When.BEFORE_LOAD, false),
  CHECKS(When.BEFORE_LOAD, false),
  PRIMARY_KEYS(When.AFTER_LOAD, true),
  INDEXES(When.AFTER_LOAD, true),
  INDEX_PARTITIONS(When.AFTER_LOAD, false),
  INDEX_SETTINGS(When.AFTER_LOAD, false),
  FOREIGN_KEYS(When.AFTER_LOAD, false),
  VALIDATION(When.AFTER_LOAD, true),
  /** Views, and the functions that need them: in order of their dependencies. */
  VIEWS(When.AFTER_LOAD, false),
  REFRESH(When.AFTER_LOAD, false),
  VIEW_INDEXES(When.AFTER_LOAD, true),
  /** Checks that call functions, which may read any table and view. */
  LATE_CHECKS(When.AFTER_LOAD, true),
  /** Of children whose check is proven though their parent's is not. */
  PROOFS(When.AFTER_LOAD, true),
  RULES(When.AFTER_LOAD, false),
  STATISTICS(When.AFTER_LOAD, false),
  POLICIES(When.AFTER_LOAD, false),
  OWNERS(When.AFTER_LOAD, false),
  COMMENTS(When.AFTER_LOAD, false),
  GRANTS(When.AFTER_LOAD, false),
  DEFAULT_PRIVILEGES(When.AFTER_LOAD, false),
  SETTINGS(When.AFTER_LOAD, false),
  ANALYSIS(When.AFTER_LOAD, true),
  TRIGGERS(When.AFTER_LOAD, false),
  PUBLICATIONS(When.AFTER_CUTOVER, false),
  /** The last of all, so that they do not fire for our own statements. */
  EVENT_TRIGGERS(When.AFTER_CUTOVER, false);

  /** What a table's statistics are made of at the usual target: 300 times 100 pages. */
  private static final long SAMPLE_BYTES = 30_000L * 8192;

  private final When when;
  private final boolean parallel;

  Stage(When when, boolean parallel) {
    this.when = when;
    this.parallel = parallel;
  }

  /** Before or after the load, or after the cutover. */
  public When when() {
    return when;
  }

  /** Whether its statements may run side by side, in any order. */
  public boolean parallel() {
    return parallel;
  }

  /** How much of a relation of that size a statement of the stage has to read. */
  long readBytes(long relationBytes) {
    return switch (this) {
      case PRIMARY_KEYS, INDEXES, VALIDATION, REFRESH, VIEW_INDEXES, LATE_CHECKS, PROOFS ->
          relationBytes;
      case ANALYSIS -> Math.min(relationBytes, SAMPLE_BYTES);
      default -> 0;
    };
  }

  /** The word progress shows. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
