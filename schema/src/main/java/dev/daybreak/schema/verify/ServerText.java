package dev.daybreak.schema.verify;

import dev.daybreak.kernel.Names;
import dev.daybreak.schema.model.ObjectId;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Decides whether a definition printed by the source means the same as the one printed by the
 * target: servers print the same expression differently, from version to version and even from
 * parse to parse ({@code IN} lists of {@code varchar}). The target itself is asked: it parses both
 * texts as scratch objects and prints them its own way. Whatever it refuses is a difference.
 */
public final class ServerText implements Comparison.SameText {
  private static final String NOT_VALID = " NOT VALID";

  private final Scratch scratch;

  /**
   * @param target used by one thread; a transaction that is open there stays open and unchanged
   */
  public ServerText(Connection target) {
    this.scratch = new Scratch(target);
  }

  /** How the target prints a text. */
  @FunctionalInterface
  private interface Printing {
    String of(String text) throws SQLException;
  }

  private static boolean both(String promised, String found, Printing printing)
      throws SQLException {
    return printing.of(promised).equals(printing.of(found));
  }

  @Override
  public boolean same(ObjectId id, String attribute, String promised, String found) {
    try {
      return attribute.equals("definition")
          ? definition(id, promised, found)
          : other(id, attribute, promised, found);
    } catch (SQLException e) {
      return false;
    }
  }

  private boolean definition(ObjectId id, String promised, String found) throws SQLException {
    String table = id.parent().isEmpty() ? "" : id.parentSql();
    return switch (id.kind()) {
      case VIEW, MATERIALIZED_VIEW -> both(promised, found, scratch::query);
      case FUNCTION, PROCEDURE -> routine(id, promised).equals(found);
      case CONSTRAINT -> both(promised, found, text -> constraint(table, text));
      case INDEX -> both(promised, found, text -> index(id, text));
      case RULE -> both(promised, found, text -> rule(table, text));
      case STATISTICS -> both(promised, found, this::statistics);
      case TRIGGER -> trigger(table, promised, found);
      case DOMAIN_CONSTRAINT -> both(promised, found, text -> domain(id, text));
      default -> false;
    };
  }

  private boolean other(ObjectId id, String attribute, String promised, String found)
      throws SQLException {
    String table = id.parent().isEmpty() ? "" : id.parentSql();
    return switch (id.kind() + " " + attribute) {
      case "DEFAULT expression", "COLUMN expression", "POLICY using", "POLICY check" ->
          expressions(table, promised, found);
      case "DOMAIN default" -> expressions("", promised, found);
      case "TABLE partition key" -> both(promised, found, text -> partitionKey(id, text));
      case "COLLATION locale" -> both(promised, found, this::icuLocale);
      default -> false;
    };
  }

  private boolean expressions(String from, String promised, String found) throws SQLException {
    String rest = " AS e" + (from.isEmpty() ? "" : " FROM " + from);
    return both(promised, found, text -> scratch.query("SELECT (" + text + ")" + rest));
  }

  private String routine(ObjectId id, String definition) throws SQLException {
    String name = Names.literal(id.sql() + "(" + id.args() + ")");
    return scratch.printed("SELECT pg_get_functiondef(" + name + "::regprocedure)", definition);
  }

  private String constraint(String table, String definition) throws SQLException {
    return scratch.printed(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'daybreak_scratch'"
            + " AND conrelid = "
            + Scratch.REGCLASS,
        Scratch.like(table),
        "ALTER TABLE " + Scratch.NAME + " ADD CONSTRAINT daybreak_scratch " + definition);
  }

  /** Names of index and table come before the method; the part before them tells uniqueness. */
  private String index(ObjectId id, String definition) throws SQLException {
    int method = required(SqlNames.find(definition, " USING "), definition);
    String create = definition.substring(0, definition.indexOf("INDEX") + "INDEX".length());
    String table =
        scratch.value(
            "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_index i"
                + " JOIN pg_class c ON c.oid = i.indrelid"
                + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE i.indexrelid = "
                + Names.literal(id.sql())
                + "::regclass");
    String printed =
        scratch.printed(
            "SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i WHERE i.indrelid = "
                + Scratch.REGCLASS,
            Scratch.like(table),
            create + " ON " + Scratch.NAME + definition.substring(method));
    return create + printed.substring(required(SqlNames.find(printed, " USING "), printed));
  }

  private static int required(int position, String definition) throws SQLException {
    if (position < 0) {
      throw new SQLException("not understood: " + definition.length() + " characters");
    }
    return position;
  }

  private String rule(String table, String definition) throws SQLException {
    int to = required(SqlNames.find(definition, " TO "), definition) + " TO ".length();
    return scratch.printed(
        "SELECT pg_get_ruledef(oid) FROM pg_rewrite WHERE ev_class = " + Scratch.REGCLASS,
        Scratch.like(table),
        definition.substring(0, to)
            + Scratch.NAME
            + definition.substring(SqlNames.end(definition, to)));
  }

  /** Everything but the table is compared as the target prints it, the table as text. */
  private String statistics(String definition) throws SQLException {
    String create = "CREATE STATISTICS ";
    int kinds = SqlNames.end(definition, create.length());
    int from = required(definition.lastIndexOf(" FROM "), definition);
    String table = definition.substring(from + " FROM ".length());
    String body = definition.substring(kinds, from);
    String printed =
        scratch.printed(
            "SELECT pg_get_statisticsobjdef(oid) FROM pg_statistic_ext WHERE stxrelid = "
                + Scratch.REGCLASS,
            Scratch.like(table),
            create + Scratch.NAME + "_s" + body + " FROM " + Scratch.NAME);
    return table + printed;
  }

  /** The condition sees the old and the new row; everything else is compared as text. */
  private boolean trigger(String table, String promised, String found) throws SQLException {
    Parts wanted = Parts.of(promised, " WHEN (", ") EXECUTE ");
    Parts there = Parts.of(found, " WHEN (", ") EXECUTE ");
    String rows = table + " old CROSS JOIN " + table + " new";
    return wanted.before().equals(there.before())
        && wanted.after().equals(there.after())
        && expressions(rows, wanted.inner(), there.inner());
  }

  private record Parts(String before, String inner, String after) {
    static Parts of(String text, String open, String close) {
      int start = text.indexOf(open);
      int end = text.lastIndexOf(close);
      if (start < 0 || end < start + open.length()) {
        return new Parts(text, "true", "");
      }
      return new Parts(
          text.substring(0, start),
          text.substring(start + open.length(), end),
          text.substring(end));
    }
  }

  private String domain(ObjectId id, String definition) throws SQLException {
    String base =
        scratch.value(
            "SELECT format_type(typbasetype, typtypmod) FROM pg_type WHERE oid = "
                + Names.literal(id.parentSql())
                + "::regtype");
    boolean unchecked = definition.endsWith(NOT_VALID);
    String text =
        unchecked ? definition.substring(0, definition.length() - NOT_VALID.length()) : definition;
    return unchecked
        + scratch.printed(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c'"
                + " AND contypid = '"
                + Scratch.NAME
                + "'::regtype",
            "CREATE DOMAIN " + Scratch.NAME + " AS " + base + " CONSTRAINT c " + text);
  }

  private String partitionKey(ObjectId table, String key) throws SQLException {
    return scratch.printed(
        "SELECT pg_get_partkeydef(" + Scratch.REGCLASS + ")",
        Scratch.like(table.sql()) + " PARTITION BY " + key);
  }

  /** ICU's names were taken as they were written before 16, and are brought to one form since. */
  private String icuLocale(String locale) throws SQLException {
    return scratch.printed(
        "SELECT coalesce(to_jsonb(x) ->> 'colllocale', to_jsonb(x) ->> 'colliculocale',"
            + " x.collcollate) FROM pg_collation x WHERE x.collname = 'daybreak_scratch'",
        "CREATE COLLATION "
            + Scratch.NAME
            + " (PROVIDER = icu, LOCALE = "
            + Names.literal(locale)
            + ")");
  }
}
