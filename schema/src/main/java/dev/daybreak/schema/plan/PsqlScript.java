package dev.daybreak.schema.plan;

import dev.daybreak.kernel.stage.SchemaStage.When;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A plan as a script that {@code psql} runs, statement for statement what would be run. Holds no
 * password: roles with a login are named at its end. Pure.
 */
public final class PsqlScript {
  private static final String HEAD =
      """
      \\set ON_ERROR_STOP on
      SET client_encoding = 'UTF8';
      SET standard_conforming_strings = on;
      """;

  private final StringBuilder text = new StringBuilder();

  private PsqlScript() {}

  /**
   * The script.
   *
   * @param title what it is for, on one line
   * @param session statements that prepare the session as the apply does
   * @param statements in the order in which they run
   * @param logins roles whose passwords are not in the script
   */
  public static String render(
      String title, List<String> session, List<PlannedStatement> statements, List<String> logins) {
    PsqlScript script = new PsqlScript();
    script.comment(title);
    script.text.append(HEAD);
    session.forEach(script::statement);
    for (When when : When.values()) {
      script.section(when, statements.stream().filter(s -> s.stage().when() == when).toList());
    }
    if (!logins.isEmpty()) {
      script.text.append('\n');
      script.comment("Passwords go from server to server and are never shown. Roles that log in:");
      logins.forEach(script::comment);
    }
    return script.text.toString();
  }

  private void section(When when, List<PlannedStatement> statements) {
    if (statements.isEmpty()) {
      return;
    }
    text.append('\n');
    comment("==== " + when.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " ====");
    List<String> named = new ArrayList<>(List.of(""));
    for (PlannedStatement statement : statements) {
      String object = statement.object().toString();
      if (!object.equals(named.get(named.size() - 1))) {
        text.append('\n');
        comment(object);
        named.add(object);
      }
      statement(statement.sql());
    }
  }

  /** The mark stands on a line of its own: a definition may end in a comment. */
  private void statement(String sql) {
    String bare = sql.stripTrailing();
    while (bare.endsWith(";")) {
      bare = bare.substring(0, bare.length() - 1).stripTrailing();
    }
    boolean oneLine = bare.indexOf('\n') < 0 && !bare.contains("--");
    text.append(bare).append(oneLine ? ";\n" : "\n;\n");
  }

  /** Names may hold line ends; a comment must not. */
  private void comment(String line) {
    text.append("-- ").append(line.replaceAll("\\p{Cntrl}", " ")).append('\n');
  }
}
