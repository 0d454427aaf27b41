package dev.daybreak.schema.plan;

import static dev.daybreak.kernel.Names.quote;

import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.ObjectId;
import java.util.Map;

/** Statements that make rules, triggers, policies and extended statistics. */
final class GuardDdl {
  static final Map<String, String> ENABLED =
      Map.of("A", "ENABLE ALWAYS", "R", "ENABLE REPLICA", "D", "DISABLE");

  private final Script script;

  GuardDdl(Script script) {
    this.script = script;
  }

  void rule(CatalogObject rule) {
    String definition = rule.get("definition", "");
    script.add(Stage.RULES, rule, withoutSemicolon(definition));
    enabled(Stage.RULES, rule, "RULE");
  }

  /** A trigger; one that PostgreSQL clones to a partition by itself needs only its state. */
  void trigger(CatalogObject trigger) {
    if (!trigger.is("cloned")) {
      script.add(Stage.TRIGGERS, trigger, trigger.get("definition", ""));
    }
  }

  /** The state of a trigger: to be added after all triggers. */
  void triggerState(CatalogObject trigger) {
    enabled(Stage.TRIGGERS, trigger, "TRIGGER");
  }

  private void enabled(Stage stage, CatalogObject object, String keyword) {
    String state = ENABLED.get(object.get("enabled", ""));
    if (state != null) {
      ObjectId id = object.id();
      String sql =
          "ALTER TABLE ONLY "
              + id.parentSql()
              + " "
              + state
              + " "
              + keyword
              + " "
              + quote(id.name());
      script.add(stage, object, sql);
    }
  }

  void rowSecurity(CatalogObject table) {
    if (table.has("row security")) {
      alter(table, "ENABLE ROW LEVEL SECURITY");
    }
    if (table.has("row security force")) {
      alter(table, "FORCE ROW LEVEL SECURITY");
    }
  }

  private void alter(CatalogObject table, String change) {
    script.add(Stage.POLICIES, table, "ALTER TABLE " + table.id().sql() + " " + change);
  }

  void policy(CatalogObject policy) {
    StringBuilder sql = new StringBuilder("CREATE POLICY ");
    sql.append(quote(policy.id().name())).append(" ON ").append(policy.id().parentSql());
    sql.append(" AS ").append(policy.get("mode")).append(" FOR ").append(policy.get("command"));
    sql.append(" TO ").append(policy.get("roles"));
    if (policy.has("using")) {
      sql.append(" USING (").append(policy.get("using")).append(")");
    }
    if (policy.has("check")) {
      sql.append(" WITH CHECK (").append(policy.get("check")).append(")");
    }
    script.add(Stage.POLICIES, policy, sql.toString());
  }

  void statistics(CatalogObject statistics) {
    script.add(Stage.STATISTICS, statistics, statistics.get("definition", ""));
    if (statistics.has("statistics target")) {
      String sql =
          "ALTER STATISTICS "
              + statistics.id().sql()
              + " SET STATISTICS "
              + statistics.get("statistics target");
      script.add(Stage.STATISTICS, statistics, sql);
    }
  }

  private static String withoutSemicolon(String sql) {
    String text = sql.stripTrailing();
    return text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
  }
}
