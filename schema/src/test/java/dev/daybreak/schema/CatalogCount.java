package dev.daybreak.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.postgres.Connections;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.read.CatalogReader;
import dev.daybreak.schema.read.Inventory;
import dev.daybreak.testkit.TestSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Counts the user's rows in every catalog of a server, with queries of its own, and what the model
 * and the findings hold of each. A catalog that nobody counts, and a row that is neither in the
 * model nor a finding, is a difference.
 */
final class CatalogCount {
  private static final String COUNTS = "counts.sql";

  /** Catalogs of the whole server, of statistics, of links between others, or of rows of data. */
  private static final Set<String> NOT_OF_A_SCHEMA =
      Set.of(
          "pg_auth_members",
          "pg_authid",
          "pg_database",
          "pg_depend",
          "pg_init_privs",
          "pg_largeobject",
          "pg_replication_origin",
          "pg_shdepend",
          "pg_shdescription",
          "pg_shseclabel",
          "pg_statistic",
          "pg_statistic_ext_data",
          "pg_subscription_rel",
          "pg_tablespace");

  private final Endpoint database;
  private final Inventory inventory;
  private final List<String> differences = new ArrayList<>();

  private CatalogCount(Endpoint database, Inventory inventory) {
    this.database = database;
    this.inventory = inventory;
  }

  /** Fails with every catalog whose rows are not all accounted for. */
  static void assertEveryRowIsKnown(Endpoint database) {
    try (Connection connection = Connections.open(database, "count")) {
      CatalogCount count = new CatalogCount(database, CatalogReader.inventory(connection));
      count.compare();
      assertThat(count.differences).isEmpty();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void compare() {
    int major = Integer.parseInt(TestSql.value(database, "SHOW server_version_num")) / 10_000;
    Set<String> open = new TreeSet<>(TestSql.rows(database, catalogs()));
    open.removeAll(NOT_OF_A_SCHEMA);
    String[] parts = Corpus.read(COUNTS).split("\n-- ");
    for (int i = 1; i < parts.length; i++) {
      String[] lines = parts[i].split("\n", 2);
      String[] head = lines[0].split(": ", 2);
      String[] name = head[0].split(" since ");
      if (name.length == 1 || major >= Integer.parseInt(name[1])) {
        long rows = Long.parseLong(TestSql.value(database, parts[0] + "\n" + lines[1]));
        long known = known(head[1]);
        open.remove(name[0]);
        if (rows != known) {
          differences.add(lines[0] + ": " + rows + " rows, of which " + known + " are known");
        }
      }
    }
    open.forEach(catalog -> differences.add(catalog + " is not counted"));
  }

  private static String catalogs() {
    return "SELECT relname FROM pg_class WHERE relkind = 'r'"
        + " AND relnamespace = 'pg_catalog'::regnamespace";
  }

  /** Adds up terms such as {@code TABLE}, {@code TABLE.partition key} and {@code !SCH-LANGUAGE}. */
  private long known(String terms) {
    long known = 0;
    for (String term : terms.split(" \\+ ")) {
      int dot = term.indexOf('.');
      if (term.startsWith("!")) {
        known += found(term.substring(1));
      } else if (term.startsWith("*.")) {
        known += objects(object -> object.has(term.substring(2)));
      } else if (term.startsWith("lines ")) {
        known += lines(Kind.valueOf(term.substring(6, dot)), term.substring(dot + 1));
      } else {
        Kind kind = Kind.valueOf(dot < 0 ? term : term.substring(0, dot));
        String attribute = dot < 0 ? "" : term.substring(dot + 1);
        known += objects(o -> o.id().kind() == kind && (attribute.isEmpty() || o.has(attribute)));
      }
    }
    return known;
  }

  private long objects(Predicate<CatalogObject> filter) {
    return inventory.model().objects().stream().filter(filter).count();
  }

  /** An attribute that lists things, one a line; a return is part of a name. */
  private long lines(Kind kind, String attribute) {
    return inventory.model().of(kind).stream()
        .map(object -> object.get(attribute, ""))
        .filter(list -> !list.isEmpty())
        .mapToLong(list -> list.split("\n", -1).length)
        .sum();
  }

  /** Findings of an id; after a blank, of objects whose name begins so. */
  private long found(String finding) {
    String[] parts = finding.split(" ", 2);
    return inventory.unknown().stream()
        .filter(f -> f.id().equals(parts[0]))
        .filter(f -> parts.length == 1 || f.object().startsWith(parts[1]))
        .count();
  }
}
