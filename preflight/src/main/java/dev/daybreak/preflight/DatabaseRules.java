package dev.daybreak.preflight;

import static dev.daybreak.kernel.finding.Severity.BLOCKER;
import static dev.daybreak.kernel.finding.Severity.INFO;
import static dev.daybreak.kernel.finding.Severity.WARNING;
import static dev.daybreak.kernel.route.Side.SOURCE;

import dev.daybreak.kernel.finding.Severity;
import java.util.List;

/** Rules about what else lives in a database: triggers on events, replication. */
final class DatabaseRules {
  private DatabaseRules() {}

  static List<Rule> rules() {
    return List.of(
        subscription(),
        subscription().onTarget(),
        subscriptionOff(),
        publication(),
        publication().onTarget(),
        slot(),
        hiddenSetting(),
        eventTrigger(),
        eventTrigger().onTarget());
  }

  private static QueryRule subscription() {
    return rule(
        BLOCKER,
        "PRE-SUBSCRIPTION",
        "a subscription writes into the database, past the proxy and the fence",
        subscriptions("s.subenabled"),
        "ALTER SUBSCRIPTION … DISABLE before the cutover, and subscribe on the target after it.");
  }

  private static QueryRule subscriptionOff() {
    return rule(
        INFO,
        "PRE-SUBSCRIPTION-OFF",
        "a disabled subscription is not carried over",
        subscriptions("NOT s.subenabled"),
        "Create it on the target if it is still needed.");
  }

  private static String subscriptions(String state) {
    return """
        SELECT current_setting('daybreak.side') || ' subscription ' || quote_ident(s.subname),
               CASE WHEN s.subenabled THEN 'is enabled' ELSE 'is disabled' END
        FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid
        WHERE d.datname = current_database() AND %s
        """
        .formatted(state);
  }

  private static QueryRule publication() {
    return rule(
        WARNING,
        "PRE-PUBLICATION",
        "somebody else may read the change stream",
        """
        SELECT current_setting('daybreak.side') || ' publication ' || quote_ident(pubname),
               CASE WHEN puballtables THEN 'is FOR ALL TABLES' ELSE 'is for some tables' END
        FROM pg_publication WHERE NOT starts_with(pubname, 'daybreak_')
        """,
        "Its subscribers stay with the source unless they are handed over. On the target, a"
            + " publication of all tables refuses updates of tables without a key: drop it.");
  }

  private static QueryRule slot() {
    return rule(
        WARNING,
        "PRE-CONSUMER",
        "a downstream consumer reads the source's log",
        """
        SELECT 'replication slot ' || quote_ident(slot_name),
               'plugin ' || plugin || CASE WHEN active THEN ', active' ELSE ', not active' END
        FROM pg_replication_slots
        WHERE slot_type = 'logical' AND database = current_database()
          AND NOT starts_with(slot_name, 'daybreak_')
        """,
        "Plan how it moves to the target; an inactive slot also keeps the log from being freed.");
  }

  private static QueryRule hiddenSetting() {
    return rule(
        WARNING,
        "PRE-HIDDEN-SETTING",
        "a function sets a custom setting, which the proxy cannot see",
        """
        SELECT 'function ' || quote_ident(n.nspname) || '.' || quote_ident(p.proname),
               'sets ' || string_agg(DISTINCT f.name[1], ', ')
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        CROSS JOIN LATERAL (
          SELECT regexp_matches(p.prosrc,
            '(?:set_config\\s*\\(\\s*|\\mset\\s+(?:session\\s+)?)'
              || '''?(\\w+(?:\\.\\w+)+)''?\\s*(?:,|=|to\\M)', 'gi') AS name) f
        WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'daybreak')
          AND NOT EXISTS (SELECT FROM pg_depend d
                          WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
                            AND d.deptype = 'e')
        GROUP BY n.nspname, p.proname
        """,
        "Unless a statement of the same session names the setting too, the session loses it when it"
            + " moves: let the application set it, or have its sessions connect anew after the"
            + " cutover.");
  }

  private static QueryRule eventTrigger() {
    return rule(
        WARNING,
        "PRE-EVENT-TRIGGER",
        "an event trigger fires on schema changes",
        """
        SELECT current_setting('daybreak.side') || ' event trigger ' || quote_ident(e.evtname),
               'on ' || e.evtevent
        FROM pg_event_trigger e
        WHERE e.evtenabled <> 'D'
          AND NOT EXISTS (SELECT FROM pg_depend d
                          WHERE d.classid = 'pg_event_trigger'::regclass AND d.objid = e.oid
                            AND d.deptype = 'e')
        """,
        "On the target, disable it until the migration is done; from the source it is not carried"
            + " over.");
  }

  private static QueryRule rule(
      Severity severity, String id, String title, String sql, String remedy) {
    return new QueryRule(id, SOURCE, severity, title, sql, remedy);
  }
}
