package dev.daybreak.schema.rehearse;

import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.postgres.ServerErrors;
import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Functions in C lie in files of the server's system, which no migration moves. Their libraries are
 * loaded on the target, as CREATE FUNCTION would, before the plan is applied.
 */
public final class LibraryRehearsal {
  private static final String ID = "SCH-LIBRARY";
  private static final int NAMES_SHOWN = 5;
  private static final String REMEDY =
      "Install it on the target's system, or skip those functions and what uses them.";

  private LibraryRehearsal() {}

  /** One finding for each library that the target cannot load. */
  public static List<Finding> run(Connection target, CatalogModel promised) throws SQLException {
    Map<String, List<ObjectId>> libraries = new TreeMap<>();
    Stream.concat(promised.of(Kind.FUNCTION).stream(), promised.of(Kind.PROCEDURE).stream())
        .filter(routine -> !library(routine).isEmpty())
        .forEach(
            routine ->
                libraries
                    .computeIfAbsent(library(routine), file -> new ArrayList<>())
                    .add(routine.id()));
    List<Finding> findings = new ArrayList<>();
    for (Map.Entry<String, List<ObjectId>> library : libraries.entrySet()) {
      load(target, library.getKey(), library.getValue(), findings);
    }
    return findings;
  }

  private static String library(CatalogObject routine) {
    return routine.fact("library");
  }

  private static void load(
      Connection target, String library, List<ObjectId> routines, List<Finding> findings) {
    try (Statement statement = target.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute("LOAD " + Names.literal(library));
    } catch (SQLException e) {
      String why =
          "the target cannot load it (" + ServerErrors.text(e) + "); in it lie " + some(routines);
      findings.add(new Finding(ID, Severity.BLOCKER, "library " + library, why, REMEDY));
    }
  }

  private static String some(List<ObjectId> routines) {
    String names =
        routines.stream()
            .limit(NAMES_SHOWN)
            .map(ObjectId::toString)
            .collect(Collectors.joining(", "));
    int more = routines.size() - NAMES_SHOWN;
    return more > 0 ? names + " and " + more + " more" : names;
  }
}
