package dev.daybreak.preflight;

import static dev.daybreak.kernel.finding.Severity.BLOCKER;
import static dev.daybreak.kernel.finding.Severity.INFO;
import static dev.daybreak.kernel.finding.Severity.WARNING;
import static dev.daybreak.kernel.route.Side.SOURCE;

import dev.daybreak.kernel.finding.Severity;
import java.util.List;

/** Rules about tables and sequences of the source. */
final class TableRules {
  private TableRules() {}

  static List<Rule> rules(PreflightOptions options) {
    return List.of(
        noKey(),
        identityIndex(),
        unlogged(),
        foreignTable(),
        rewriteRuleFires(),
        rewriteRule(),
        trigger(),
        oidColumn(),
        invalidIndex(),
        identityAlways(),
        sequence(options.sequenceUsedPercent()),
        size());
  }

  private static QueryRule noKey() {
    return rule(
        WARNING,
        "PRE-NO-KEY",
        "a table has no key by which a change finds its row",
        """
        SELECT c.name,
               CASE c.relreplident WHEN 'n' THEN 'has replica identity NOTHING'
                    WHEN 'i' THEN 'its replica identity index is gone or not valid'
                    ELSE 'has no primary key, or a deferrable one' END
        FROM user_class c
        WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND NOT %s
        """
            .formatted(UserObjects.HAS_IDENTITY),
        "Add a primary key if you can. Else Daybreak sets REPLICA IDENTITY FULL for the time of"
            + " the migration: updates and deletes then log whole rows and search the target.");
  }

  private static QueryRule identityIndex() {
    return rule(
        INFO,
        "PRE-IDENTITY-INDEX",
        "a table's changes are keyed by another index than its primary key",
        """
        SELECT c.name, 'replica identity is index ' || quote_ident(x.relname)
        FROM user_class c
        JOIN pg_index i ON i.indrelid = c.oid AND i.indisreplident
        JOIN pg_class x ON x.oid = i.indexrelid
        WHERE c.relkind = 'r' AND c.relreplident = 'i'
        """,
        "Nothing, as long as the index stays.");
  }

  /**
   * A blocker, although the copy carries such a table: what is written to it after the copy is in
   * no log, so the target would silently lose acknowledged writes.
   */
  private static QueryRule unlogged() {
    return rule(
        BLOCKER,
        "PRE-UNLOGGED",
        "the changes of an unlogged table are in no log",
        """
        SELECT c.name, 'is UNLOGGED: writes after the copy would be lost'
        FROM user_class c WHERE c.relkind = 'r' AND c.relpersistence = 'u'
        """,
        "ALTER TABLE … SET LOGGED, or drop it if its content can be made again.");
  }

  private static QueryRule foreignTable() {
    return rule(
        WARNING,
        "PRE-FOREIGN-TABLE",
        "the rows of a foreign table are elsewhere",
        "SELECT c.name, 'is a foreign table' FROM user_class c WHERE c.relkind = 'f'",
        "Its rows are not copied. Check that the target reaches the foreign server; user mappings"
            + " hold secrets and are yours to create.");
  }

  private static QueryRule rewriteRuleFires() {
    return rule(
        WARNING,
        "PRE-RULE-ALWAYS",
        "a rewrite rule would fire under the applier",
        rewriteRules("IN ('A', 'R')"),
        "ALTER TABLE … ENABLE RULE (not ALWAYS or REPLICA): its effects come with the stream.");
  }

  private static QueryRule rewriteRule() {
    return rule(
        INFO,
        "PRE-RULE",
        "a table has a rewrite rule",
        rewriteRules("NOT IN ('A', 'R')"),
        "Nothing: it does not fire while changes are applied, only for the applications.");
  }

  private static String rewriteRules(String enabled) {
    return """
        SELECT c.name, 'has rule ' || quote_ident(w.rulename)
        FROM user_class c JOIN pg_rewrite w ON w.ev_class = c.oid
        WHERE c.relkind IN ('r', 'p') AND w.rulename <> '_RETURN' AND w.ev_enabled %s
        """
        .formatted(enabled);
  }

  private static QueryRule trigger() {
    return rule(
        WARNING,
        "PRE-TRIGGER-ALWAYS",
        "a trigger would fire under the applier",
        """
        SELECT c.name, 'trigger ' || quote_ident(t.tgname) || ' is ENABLE '
                       || CASE t.tgenabled WHEN 'A' THEN 'ALWAYS' ELSE 'REPLICA' END
        FROM user_class c JOIN pg_trigger t ON t.tgrelid = c.oid
        WHERE NOT t.tgisinternal AND t.tgenabled IN ('A', 'R')
        """,
        "ALTER TABLE … ENABLE TRIGGER (the plain form): what it does arrives with the stream, and"
            + " firing again would do it twice.");
  }

  private static QueryRule oidColumn() {
    return rule(
        WARNING,
        "PRE-OID-COLUMN",
        "a column holds object numbers, which differ between servers",
        """
        SELECT c.name || '.' || quote_ident(a.attname), 'is of type ' || t.typname
        FROM user_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        JOIN pg_type t ON t.oid = a.atttypid
        WHERE c.relkind IN ('r', 'p')
          AND (t.typname IN ('oid', 'xid', 'cid', 'tid') OR t.typname ~ '^reg')
          AND t.typnamespace = 'pg_catalog'::regnamespace
        """,
        "Check that what it names exists on the target; reg types travel by name, oid by number.");
  }

  private static QueryRule invalidIndex() {
    return rule(
        WARNING,
        "PRE-INVALID-INDEX",
        "an index is not valid",
        """
        SELECT c.name, 'is not valid (a concurrent build failed, or still runs)'
        FROM user_class c JOIN pg_index i ON i.indexrelid = c.oid
        WHERE c.relkind = 'i' AND NOT i.indisvalid
        """,
        "REINDEX INDEX CONCURRENTLY or drop it.");
  }

  private static QueryRule identityAlways() {
    return rule(
        INFO,
        "PRE-IDENTITY-ALWAYS",
        "tables have GENERATED ALWAYS identity columns",
        """
        SELECT count(*) || ' table(s)', 'such as ' || min(c.name)
        FROM user_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attidentity = 'a' AND NOT a.attisdropped
        WHERE c.relkind IN ('r', 'p') HAVING count(*) > 0
        """,
        "Nothing: their values are carried over as they are.");
  }

  private static QueryRule sequence(int percent) {
    return rule(
        WARNING,
        "PRE-SEQUENCE",
        "a sequence is nearly used up",
        """
        SELECT name, 'has used ' || round(100 * used / span, 1) || ' %% of its range'
        FROM (
          SELECT quote_ident(s.schemaname) || '.' || quote_ident(s.sequencename) AS name,
                 CASE WHEN s.increment_by > 0 THEN s.last_value::numeric - s.min_value
                      ELSE s.max_value::numeric - s.last_value END AS used,
                 CASE WHEN s.increment_by > 0
                      THEN least(s.max_value, coalesce(o.most, s.max_value))::numeric - s.min_value
                      ELSE s.max_value::numeric - s.min_value END AS span
          FROM pg_sequences s
          LEFT JOIN (
            SELECT d.objid, min(CASE a.atttypid WHEN 'int2'::regtype THEN 32767
                                WHEN 'int4'::regtype THEN 2147483647 END::bigint) AS most
            FROM pg_depend d
            JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
            WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
              AND d.deptype IN ('a', 'i')
            GROUP BY d.objid) o
            ON o.objid = format('%%I.%%I', s.schemaname, s.sequencename)::regclass
          WHERE NOT s.cycle AND s.last_value IS NOT NULL) AS sequence
        WHERE span > 0 AND 100 * used >= %d * span
        """
            .formatted(percent),
        "Widen the column and the sequence; the cutover moves sequences forward by a margin.");
  }

  private static QueryRule size() {
    return rule(
        INFO,
        "PRE-SIZE",
        "how large the database is",
        """
        SELECT 'database ' || quote_ident(current_database()),
               pg_size_pretty(pg_database_size(current_database())) || ' in '
                 || count(*) FILTER (WHERE c.relkind = 'r') || ' table(s)'
        FROM user_class c
        """,
        "The target needs this much room, and as much again for its log while it is loaded.");
  }

  private static QueryRule rule(
      Severity severity, String id, String title, String sql, String remedy) {
    return new QueryRule(id, SOURCE, severity, title, UserObjects.CLASSES + sql, remedy);
  }
}
