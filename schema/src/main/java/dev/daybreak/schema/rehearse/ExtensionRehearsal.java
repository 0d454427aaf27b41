package dev.daybreak.schema.rehearse;

import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.postgres.ServerErrors;
import dev.daybreak.postgres.SqlStates;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.plan.PlannedStatement;
import dev.daybreak.schema.plan.Stage;
import dev.daybreak.schema.rehearse.ExtensionContents.Part;
import dev.daybreak.schema.rehearse.ExtensionContents.Shipped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What users keep in extensions and hang on their tables. An extension's script makes its objects
 * anew on the target, in the version there; what it does not make is lost. Only the script knows,
 * so the plan's extensions are created on the target and taken back, and both sides are compared.
 */
public final class ExtensionRehearsal {
  private static final String UNTRIED = "SCH-EXTENSION-UNTRIED";
  private static final String MEMBER = "SCH-EXTENSION-MEMBER";
  private static final String PART = "SCH-EXTENSION-PART";
  private static final String ROWS = "SCH-EXTENSION-ROWS";
  private static final int NAMES_SHOWN = 8;

  /** What the target does not offer, or the login may not install, a rule has said. */
  private static final Set<String> SAID = Set.of(SqlStates.INSUFFICIENT_PRIVILEGE, "0A000");

  private final Connection source;
  private final Connection target;
  private final Set<String> promised;
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> untried = new HashSet<>();

  private ExtensionRehearsal(Connection source, Connection target, Set<String> promised) {
    this.source = source;
    this.target = target;
    this.promised = promised;
  }

  /**
   * One finding for each thing that would be lost, and for each table whose rows are moved.
   *
   * @param promised the extensions that the target shall have
   * @param statements the plan
   */
  public static List<Finding> run(
      Connection source,
      Connection target,
      List<CatalogObject> promised,
      List<PlannedStatement> statements)
      throws SQLException {
    Set<String> names = new HashSet<>();
    promised.forEach(extension -> names.add(extension.id().name()));
    ExtensionRehearsal rehearsal = new ExtensionRehearsal(source, target, names);
    Set<String> there = ExtensionContents.read(target).versions().keySet();
    List<PlannedStatement> creating =
        statements.stream()
            .filter(s -> s.stage() == Stage.EXTENSIONS && s.sql().startsWith("CREATE EXTENSION "))
            .filter(s -> !there.contains(s.object().name()))
            .toList();
    ExtensionContents here = ExtensionContents.read(source);
    rehearsal.compare(here, rehearsal.created(creating, promised));
    return rehearsal.findings;
  }

  /** What the target's extensions will hold. */
  private ExtensionContents created(List<PlannedStatement> creating, List<CatalogObject> promised)
      throws SQLException {
    target.setAutoCommit(false);
    try (Statement statement = target.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute("SET LOCAL statement_timeout = '60s'; SET LOCAL lock_timeout = '2s'");
      statement.execute("SET LOCAL client_min_messages = warning");
      for (PlannedStatement planned : creating) {
        create(statement, planned, promised);
      }
      return ExtensionContents.read(target);
    } finally {
      target.rollback();
      target.setAutoCommit(true);
    }
  }

  private void create(Statement statement, PlannedStatement planned, List<CatalogObject> promised)
      throws SQLException {
    Savepoint before = target.setSavepoint();
    try {
      for (CatalogObject extension : promised) {
        if (extension.id().equals(planned.object())) {
          place(statement, extension.get("schema name", "public"));
        }
      }
      statement.execute(planned.sql());
      target.releaseSavepoint(before);
    } catch (SQLException e) {
      target.rollback(before);
      untried.add(planned.object().name());
      if (!SAID.contains(String.valueOf(e.getSQLState()))) {
        String why = "what the target's version holds could not be tried: " + ServerErrors.text(e);
        String remedy = "Create it on the target by hand if this cannot be mended; then plan anew.";
        findings.add(
            new Finding(UNTRIED, Severity.WARNING, planned.object().toString(), why, remedy));
      }
    }
  }

  /** Some extensions lie in the server's own schema, which nobody may create. */
  private static void place(Statement statement, String schema) throws SQLException {
    if (!schema.startsWith("pg_")) {
      statement.execute("CREATE SCHEMA IF NOT EXISTS " + Names.quote(schema));
    }
  }

  private void compare(ExtensionContents here, ExtensionContents there) throws SQLException {
    Map<String, List<Part>> gone = new TreeMap<>();
    for (Part part : here.parts().values()) {
      if (isCompared(part.extension(), there) && !there.parts().containsKey(part.name())) {
        if (part.isWhole() && part.is("table")) {
          table(part);
        } else if (part.isWhole()) {
          gone.computeIfAbsent(part.extension(), name -> new ArrayList<>()).add(part);
        } else if (hasRelation(part, there)) {
          part(part);
        }
      }
    }
    for (Map.Entry<String, List<Part>> entry : gone.entrySet()) {
      String extension = entry.getKey();
      boolean same = here.versions().get(extension).equals(there.versions().get(extension));
      if (same) {
        entry.getValue().forEach(this::member);
      } else {
        members(extension, entry.getValue());
      }
    }
    rows(here, there);
  }

  private boolean isCompared(String extension, ExtensionContents there) {
    return promised.contains(extension)
        && !untried.contains(extension)
        && there.versions().containsKey(extension);
  }

  /** Parts of a relation that is missing itself are not named one by one. */
  private static boolean hasRelation(Part part, ExtensionContents there) {
    return there.parts().values().stream()
        .anyMatch(other -> other.isWhole() && other.identity().equals(part.relation()));
  }

  private void table(Part table) throws SQLException {
    String rows = counted(table.identity(), "");
    findings.add(
        new Finding(
            MEMBER,
            rows.equals("0") ? Severity.WARNING : Severity.BLOCKER,
            table.name(),
            ofExtension(table) + " has no such table on the target; rows here: " + rows,
            dropped(table)));
  }

  private void part(Part part) {
    boolean column = part.is("table column");
    String remedy =
        part.definition() == null
            ? "Take it away on the source, or make it on the target by hand"
            : "Make it on the target by hand: " + part.definition();
    findings.add(
        new Finding(
            PART,
            column ? Severity.BLOCKER : Severity.WARNING,
            part.name(),
            "it is not the " + ofExtension(part) + "'s own there, and is not moved",
            column ? remedy + ", before the load." : remedy + ";"));
  }

  private static String dropped(Part part) {
    return "ALTER EXTENSION "
        + Names.display(part.extension())
        + " DROP "
        + part.type().toUpperCase(Locale.ROOT)
        + " "
        + part.identity()
        + " on the source: then it moves like any other.";
  }

  private static String ofExtension(Part part) {
    return "extension " + Names.display(part.extension());
  }

  private void member(Part part) {
    String detail = "it was added to " + ofExtension(part) + ", which brings none on the target";
    findings.add(new Finding(MEMBER, Severity.WARNING, part.name(), detail, dropped(part)));
  }

  private void members(String extension, List<Part> parts) {
    List<String> names = parts.stream().map(Part::name).limit(NAMES_SHOWN).toList();
    int more = parts.size() - names.size();
    findings.add(
        new Finding(
            MEMBER,
            Severity.WARNING,
            "extension " + Names.display(extension),
            "the target's version lacks "
                + parts.size()
                + " object(s) of it: "
                + String.join(", ", names)
                + (more > 0 ? " and " + more + " more" : ""),
            "Read the extension's notes on its versions; what was added to it by hand, take out"
                + " with ALTER EXTENSION ... DROP."));
  }

  /** Tables of extensions are copied as they are on the source. */
  private void rows(ExtensionContents here, ExtensionContents there) throws SQLException {
    for (Shipped table : here.tables().values()) {
      Shipped twin = there.tables().get(table.name());
      if (table.config() && twin != null && isCompared(table.extension(), there)) {
        String rows = counted(table.name(), table.condition());
        if (!rows.equals("0")) {
          String extension = table.extension();
          boolean same = here.versions().get(extension).equals(there.versions().get(extension));
          findings.add(rows(table, twin, rows, same));
        }
      }
    }
  }

  private static Finding rows(Shipped table, Shipped twin, String rows, boolean sameVersion) {
    String detail =
        "extension "
            + Names.display(table.extension())
            + " keeps "
            + rows
            + " row(s) of users here";
    String object = "table " + table.name();
    if (!twin.writable()) {
      return new Finding(
          ROWS,
          Severity.BLOCKER,
          object,
          detail + ", and the target's login may not write there",
          "GRANT INSERT, DELETE, UPDATE on it to the target's login, or remove the rows.");
    }
    return new Finding(
        ROWS,
        sameVersion ? Severity.INFO : Severity.WARNING,
        object,
        detail + ": the whole table is copied, in place of what the extension brings there",
        "Nothing is needed for the rows. If the extension acts by itself on them, such as jobs, it"
            + " will do so on the target from the load on.");
  }

  /** How many rows, or why nobody knows. */
  private String counted(String table, String condition) throws SQLException {
    source.setAutoCommit(false);
    try (Statement statement = source.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute("SET LOCAL statement_timeout = '5s'; SET LOCAL row_security = off");
      String sql = "SELECT count(*) FROM ONLY " + table + " " + condition;
      try (ResultSet row = statement.executeQuery(sql)) {
        row.next();
        return row.getString(1);
      }
    } catch (SQLException e) {
      return "uncounted (" + ServerErrors.text(e) + ")";
    } finally {
      source.rollback();
      source.setAutoCommit(true);
    }
  }
}
