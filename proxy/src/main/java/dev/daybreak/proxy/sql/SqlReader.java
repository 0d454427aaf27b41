package dev.daybreak.proxy.sql;

import dev.daybreak.kernel.route.Unmovable;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at a SQL text for the few words that matter. No parser: what it does not know is not a
 * read, and what it takes for a read is still held back by a read-only server session.
 */
final class SqlReader {
  private static final Set<String> READS =
      Set.of(
          "select",
          "show",
          "values",
          "table",
          "explain",
          "with",
          "copy",
          "begin",
          "start",
          "commit",
          "end",
          "rollback");
  private static final Set<String> NOT_IN_READS =
      Set.of(
          "insert",
          "update",
          "delete",
          "merge",
          "into",
          "nextval",
          "setval",
          "set_config",
          "truncate",
          "create",
          "drop",
          "alter",
          "call",
          "do",
          "notify",
          "listen",
          "lock",
          "pg_notify",
          "pg_logical_emit_message",
          "pg_export_snapshot",
          "txid_current",
          "pg_current_xact_id",
          "pg_terminate_backend",
          "pg_cancel_backend",
          "prepared",
          "stdin",
          "program",
          "execute",
          "declare",
          "dblink",
          "dblink_exec",
          "prepare");
  private static final List<String> NOT_IN_READS_PREFIXES =
      List.of(
          "pg_advisory_",
          "pg_try_advisory_",
          "lo_",
          "pg_create_",
          "pg_drop_",
          "pg_replication_",
          "pg_switch_",
          "loread",
          "lowrite");
  private static final Set<String> SESSION_LOCKS =
      Set.of(
          "pg_advisory_lock",
          "pg_advisory_lock_shared",
          "pg_try_advisory_lock",
          "pg_try_advisory_lock_shared");
  private static final Set<String> SESSION_STATEMENTS =
      Set.of("listen", "unlisten", "prepare", "deallocate", "discard", "load", "reset");
  private static final Set<String> TRANSACTION_SETTINGS =
      Set.of("local", "transaction", "constraints");
  private static final Set<String> TRANSACTION_ENDS = Set.of("commit", "end", "rollback", "abort");
  private static final String NAME = "((?:[\\w$]+|\"[^\"]+\")\\s*\\.\\s*(?:[\\w$.]+|\"[^\"]+\"))";
  private static final Pattern SET =
      Pattern.compile("(?i)\\bset\\s+(?:session\\s+|local\\s+)?" + NAME);
  private static final Pattern SET_CONFIG =
      Pattern.compile("(?i)\\bset_config\\s*\\(\\s*('([^']*)')?");

  private SqlReader() {}

  static Sql read(String text) {
    List<List<String>> statements = Words.of(text);
    Set<String> all = new HashSet<>();
    statements.forEach(all::addAll);
    boolean reads = !statements.isEmpty();
    boolean ended = false;
    boolean goesOn = false;
    for (List<String> words : statements) {
      reads &= reads(words);
      goesOn |= ended;
      ended |= TRANSACTION_ENDS.contains(words.get(0)) && !words.contains("to");
    }
    boolean begin = !statements.isEmpty() && statements.stream().anyMatch(SqlReader::begins);
    boolean readOnly = begin && begins(statements.get(0)) && declaredReadOnly(statements.get(0));
    SettingNames settings = settings(text, all);
    return new Sql(
        reads,
        begin,
        readOnly,
        ended,
        goesOn,
        escapes(statements, all),
        settings.names,
        settings.byParameter,
        leaves(statements, all),
        unmovable(all));
  }

  private static boolean begins(List<String> words) {
    String first = words.get(0);
    return first.equals("begin")
        || first.equals("start") && words.size() > 1 && words.get(1).equals("transaction");
  }

  private static boolean declaredReadOnly(List<String> words) {
    int read = words.lastIndexOf("read");
    while (read > 0 && !words.get(Math.min(read + 1, words.size() - 1)).equals("only")) {
      read = words.subList(0, read).lastIndexOf("read");
    }
    return read > 0 && !pair(words, "read", "write");
  }

  private static boolean reads(List<String> words) {
    String first = words.get(0);
    if (!READS.contains(first)) {
      return false;
    }
    if (first.equals("begin") || first.equals("start")) {
      return begins(words) && declaredReadOnly(words);
    }
    if (first.equals("copy") && !words.contains("stdout")) {
      return false;
    }
    if (first.equals("rollback") && words.contains("to")) {
      return false;
    }
    return words.stream().noneMatch(SqlReader::writes) && !locksRows(words);
  }

  private static boolean writes(String word) {
    return NOT_IN_READS.contains(word) || NOT_IN_READS_PREFIXES.stream().anyMatch(word::startsWith);
  }

  private static boolean locksRows(List<String> words) {
    return pair(words, "for", "share") || pair(words, "for", "no") || pair(words, "for", "key");
  }

  private static boolean escapes(List<List<String>> statements, Set<String> all) {
    return all.contains("transaction_read_only")
        || all.contains("default_transaction_read_only")
        || all.contains("set_config")
        || all.contains("execute")
        || all.contains("discard")
        || statements.stream()
            .anyMatch(words -> pair(words, "read", "write") || pair(words, "reset", "all"));
  }

  private static boolean pair(List<String> words, String first, String second) {
    for (int i = 0; i + 1 < words.size(); i++) {
      if (words.get(i).equals(first) && words.get(i + 1).equals(second)) {
        return true;
      }
    }
    return false;
  }

  private static Set<String> unmovable(Set<String> all) {
    Set<String> reasons = new HashSet<>();
    if (all.contains("temp") || all.contains("temporary") || all.contains("pg_temp")) {
      reasons.add(Unmovable.TEMPORARY);
    }
    if (all.contains("hold") && all.contains("declare")) {
      reasons.add(Unmovable.CURSOR);
    }
    if (all.stream().anyMatch(SqlReader::sessionLock)) {
      reasons.add(Unmovable.ADVISORY);
    }
    return Set.copyOf(reasons);
  }

  /** Custom settings are seen by their names already, but other settings count here too. */
  private static Set<String> leaves(List<List<String>> statements, Set<String> all) {
    Set<String> kinds = new HashSet<>(unmovable(all));
    if (all.contains("set_config")) {
      kinds.add("set_config");
    }
    statements.stream().filter(SqlReader::changesSession).forEach(words -> kinds.add(words.get(0)));
    return Set.copyOf(kinds);
  }

  private static boolean changesSession(List<String> words) {
    String second = words.size() > 1 ? words.get(1) : "";
    return words.get(0).equals("set")
        ? !TRANSACTION_SETTINGS.contains(second)
        : SESSION_STATEMENTS.contains(words.get(0));
  }

  private static boolean sessionLock(String word) {
    return SESSION_LOCKS.contains(word);
  }

  private static SettingNames settings(String text, Set<String> all) {
    // Bodies of DO blocks and functions count too, so the text is searched, not its words.
    if (text.indexOf('.') < 0 && !all.contains("set_config")) {
      return new SettingNames(Set.of(), false);
    }
    Set<String> names = new HashSet<>();
    boolean byParameter = false;
    Matcher set = SET.matcher(text);
    while (set.find()) {
      names.add(set.group(1).replaceAll("[\"\\s]", "").toLowerCase(Locale.ROOT));
    }
    Matcher call = SET_CONFIG.matcher(text);
    while (call.find()) {
      if (call.group(1) == null) {
        byParameter = true;
      } else if (call.group(2).indexOf('.') > 0) {
        names.add(call.group(2));
      }
    }
    return new SettingNames(Set.copyOf(names), byParameter);
  }

  private record SettingNames(Set<String> names, boolean byParameter) {}
}
