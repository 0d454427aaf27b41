package dev.daybreak.preflight;

import static dev.daybreak.kernel.finding.Severity.BLOCKER;
import static dev.daybreak.kernel.finding.Severity.WARNING;
import static dev.daybreak.kernel.route.Side.SOURCE;

import dev.daybreak.kernel.finding.Severity;
import java.util.ArrayList;
import java.util.List;

/** Rules about the servers themselves. Both sides stream: the source now, the target on reverse. */
final class ServerRules {
  private ServerRules() {}

  static List<Rule> rules(PreflightOptions options) {
    List<Rule> rules = new ArrayList<>();
    for (QueryRule rule : onBothSides(options)) {
      rules.add(rule);
      rules.add(rule.onTarget());
    }
    rules.add(capacity());
    rules.add(sameDatabase());
    return rules;
  }

  private static List<QueryRule> onBothSides(PreflightOptions options) {
    return List.of(
        rule(
            BLOCKER,
            "PRE-RECOVERY",
            "a server is a standby",
            """
            SELECT current_setting('daybreak.side') || ' server', 'is in recovery: a standby'
            WHERE pg_is_in_recovery()
            """,
            "Name the primary server; both sides are written to and streamed from."),
        rule(
            BLOCKER,
            "PRE-WAL-LEVEL",
            "wal_level is not logical",
            """
            SELECT current_setting('daybreak.side') || ' setting wal_level', 'is ' || setting
            FROM pg_settings WHERE name = 'wal_level' AND setting <> 'logical'
            """,
            "Set wal_level = logical and restart the server. The target needs it too: the"
                + " validator reads its log, and the reverse stream starts there."),
        outputPlugin(),
        rule(BLOCKER, "PRE-SLOTS", "too few free replication slots", slots(options), SLOT_REMEDY),
        rule(BLOCKER, "PRE-SENDERS", "too few free walsenders", senders(options), SENDER_REMEDY),
        rule(
            WARNING,
            "PRE-LOG-RETENTION",
            "a limit can make the server drop the log a slot still needs",
            """
            SELECT current_setting('daybreak.side') || ' setting ' || name,
                   'is ' || setting || coalesce(' ' || unit, '')
            FROM pg_settings
            WHERE name = 'max_slot_wal_keep_size' AND setting <> '-1'
               OR name = 'idle_replication_slot_timeout' AND setting <> '0'
            """,
            "Make it -1 (or 0 for the timeout) for the time of the migration, or be sure that a"
                + " pause never outlasts it: past it the slot is lost and the copy starts anew."),
        rule(
            BLOCKER,
            "PRE-SCHEMA-NAME",
            "the schema name daybreak is taken",
            """
            SELECT current_setting('daybreak.side') || ' schema daybreak',
                   'exists and is not of Daybreak''s making'
            WHERE to_regnamespace('daybreak') IS NOT NULL
              AND (to_regclass('daybreak.applied') IS NULL
                   OR to_regclass('daybreak.load_table') IS NULL)
            """,
            "Rename that schema: Daybreak keeps its bookkeeping under this name."));
  }

  private static final String SLOT_REMEDY =
      "Raise max_replication_slots (needs a restart) or drop slots nobody uses.";
  private static final String SENDER_REMEDY =
      "Raise max_wal_senders (needs a restart) or end replication connections nobody uses.";

  private static String slots(PreflightOptions options) {
    return """
        SELECT current_setting('daybreak.side') || ' replication slots',
               most - used || ' of ' || most || ' are free, %1$d are needed'
        FROM (SELECT current_setting('max_replication_slots')::int AS most,
                     (SELECT count(*) FROM pg_replication_slots
                      WHERE NOT starts_with(slot_name, current_setting('daybreak.channels')))
                       AS used) AS slots
        WHERE most - used < %1$d
        """
        .formatted(options.slotsNeeded());
  }

  private static String senders(PreflightOptions options) {
    return """
        SELECT current_setting('daybreak.side') || ' walsenders',
               most - used || ' of ' || most || ' are free, %1$d are needed'
        FROM (SELECT current_setting('max_wal_senders')::int AS most,
                     (SELECT count(*) FROM pg_stat_replication
                      WHERE application_name IS NULL OR application_name !~ '^daybreak')
                       AS used) AS senders
        WHERE most - used < %1$d
        """
        .formatted(options.sendersNeeded());
  }

  private static Rule capacity() {
    return new DifferenceBelow(
        "PRE-CAPACITY",
        "the target admits less than the source",
        """
        SELECT 'setting ' || name, setting FROM pg_settings
        WHERE name IN ('max_connections', 'max_locks_per_transaction',
                       'max_prepared_transactions')
        """,
        "Raise the target's value to the source's, or check that the applications need less.");
  }

  private static Rule sameDatabase() {
    return new SharedRule(
        "PRE-SAME-DATABASE",
        "source and target are one database",
        """
        SELECT 'target database ' || quote_ident(current_database()),
               system_identifier || '/' || (SELECT oid FROM pg_database
                                            WHERE datname = current_database())
                 || '/' || pg_postmaster_start_time()
        FROM pg_control_system()
        """,
        "Name another database as the target.");
  }

  private static QueryRule outputPlugin() {
    return rule(
        BLOCKER,
        "PRE-OUTPUT-PLUGIN",
        "the server does not let pgoutput decode its log",
        """
            SELECT current_setting('daybreak.side') || ' setting output_plugin_libraries',
                   'lacks pgoutput: ' || setting
            FROM pg_settings WHERE name = 'output_plugin_libraries'
              AND 'pgoutput' <> ALL (
                SELECT btrim(library, ' "') FROM regexp_split_to_table(setting, ',') AS library)
            """,
        "Add pgoutput to output_plugin_libraries and reload the server.");
  }

  private static QueryRule rule(
      Severity severity, String id, String title, String sql, String remedy) {
    return new QueryRule(id, SOURCE, severity, title, sql, remedy);
  }
}
