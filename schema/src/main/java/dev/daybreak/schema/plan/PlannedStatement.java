package dev.daybreak.schema.plan;

import dev.daybreak.kernel.stage.SchemaStage.Ddl;
import dev.daybreak.schema.model.ObjectId;

/**
 * One statement of a plan. Never holds a secret.
 *
 * @param stage when it runs
 * @param object what it creates or changes
 * @param sql exactly one statement, all names in full
 * @param costBytes estimated size of what it reads; the largest of a parallel stage go first
 */
public record PlannedStatement(Stage stage, ObjectId object, String sql, long costBytes) {
  /** What a statement costs however little it reads, beside those that read: a round trip. */
  private static final long LEAST_BYTES = 64L << 10;

  /** The share of this statement in the progress of a plan, in bytes as if read from a table. */
  public long weightBytes() {
    return LEAST_BYTES + stage.readBytes(costBytes);
  }

  /** The form other modules see. */
  public Ddl ddl() {
    return new Ddl(stage.when(), object.toString(), sql);
  }
}
