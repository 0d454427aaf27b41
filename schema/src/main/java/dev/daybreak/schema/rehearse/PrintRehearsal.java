package dev.daybreak.schema.rehearse;

import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.postgres.ServerErrors;
import dev.daybreak.postgres.SqlStates;
import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Views whose definition the source prints as it cannot read it itself. Each is given back to the
 * source to be parsed, in a read-only transaction; nothing is planned, run or kept.
 */
public final class PrintRehearsal {
  private static final String ID = "SCH-PRINTED";
  private static final String REMEDY =
      "Write the view on the source so that what `\\d+` shows of it can be read again, give it"
          + " another definition with `schema.replace`, or skip it with `schema.skip`.";

  /** Infinite recursion, and missing rights. */
  private static final Set<String> OTHERWISE = Set.of("42P17", SqlStates.INSUFFICIENT_PRIVILEGE);

  private PrintRehearsal() {}

  /** One finding for each view. */
  public static List<Finding> run(Connection source, CatalogModel model) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    for (Kind kind : List.of(Kind.VIEW, Kind.MATERIALIZED_VIEW)) {
      for (CatalogObject view : model.of(kind)) {
        parse(source, view, findings);
      }
    }
    return findings;
  }

  private static void parse(Connection source, CatalogObject view, List<Finding> findings)
      throws SQLException {
    String definition = view.get("definition", "").stripTrailing();
    source.setAutoCommit(false);
    try (Statement statement = source.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(
          "SET TRANSACTION READ ONLY; SET LOCAL lock_timeout = '2s'; PREPARE daybreak_rehearsal AS "
              + definition
              + (definition.endsWith(";") ? "" : ";")
              + " DEALLOCATE daybreak_rehearsal");
    } catch (SQLException e) {
      if (isUnreadable(String.valueOf(e.getSQLState()))) {
        String why = "the source cannot read its own print of it: " + ServerErrors.text(e);
        findings.add(new Finding(ID, Severity.BLOCKER, view.id().toString(), why, REMEDY));
      }
    } finally {
      source.rollback();
      source.setAutoCommit(true);
    }
  }

  /** Syntax errors and unknown names; not views that need each other, nor locks or rights. */
  private static boolean isUnreadable(String state) {
    return state.startsWith("42") && !OTHERWISE.contains(state);
  }
}
