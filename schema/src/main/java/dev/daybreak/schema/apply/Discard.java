package dev.daybreak.schema.apply;

import static dev.daybreak.kernel.Names.quote;

import dev.daybreak.postgres.SqlStates;
import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import dev.daybreak.schema.plan.References;
import dev.daybreak.schema.plan.Rights;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops from the target what the journal says we created. Each object in a transaction of its own,
 * so that a large database needs no large lock table; running it again is harmless.
 */
public final class Discard {
  private static final Logger LOG = LoggerFactory.getLogger(Discard.class);
  private static final List<Kind> ORDER =
      List.of(
          Kind.EVENT_TRIGGER,
          Kind.PUBLICATION,
          Kind.MATERIALIZED_VIEW,
          Kind.VIEW,
          Kind.TABLE,
          Kind.FOREIGN_TABLE,
          Kind.FOREIGN_SERVER,
          Kind.FOREIGN_DATA_WRAPPER,
          Kind.TEXT_SEARCH_CONFIGURATION,
          Kind.TEXT_SEARCH_DICTIONARY,
          Kind.CAST,
          Kind.OPERATOR_CLASS,
          Kind.OPERATOR_FAMILY,
          Kind.CONVERSION,
          Kind.SEQUENCE,
          Kind.OPERATOR,
          Kind.AGGREGATE,
          Kind.PROCEDURE,
          Kind.FUNCTION,
          Kind.DOMAIN,
          Kind.RANGE,
          Kind.COMPOSITE,
          Kind.ENUM,
          Kind.COLLATION,
          Kind.EXTENSION,
          Kind.SCHEMA);
  private static final Set<String> STILL_USED = Set.of("2BP01", SqlStates.OBJECT_IN_USE);

  private final Connection target;
  private final CatalogModel model;
  private final Journal journal;
  private final String database;

  private Discard(Connection target, CatalogModel model, Journal journal, String database) {
    this.target = target;
    this.model = model;
    this.journal = journal;
    this.database = database;
  }

  /** Drops everything of ours and empties the journal. */
  public static void run(Connection target, CatalogModel model, Journal journal, String database)
      throws SQLException {
    Discard discard = new Discard(target, model, journal, database);
    discard.restoreShipped();
    for (Kind kind : ORDER) {
      discard.drop(kind);
    }
    discard.restorePublic();
    discard.restoreDatabase();
    discard.resetSettings();
    discard.dropRoles();
    Journal.clear(target);
    LOG.info("schema discarded=true statements={}", journal.digests().size());
  }

  private boolean ours(CatalogObject object) {
    return journal.objects().contains(object.id().toString());
  }

  private void drop(Kind kind) throws SQLException {
    for (CatalogObject object : model.of(kind)) {
      boolean standard = kind == Kind.SCHEMA && object.id().name().equals("public");
      if (ours(object) && !standard) {
        String keyword = kind.keyword();
        String name = References.of(object, database).substring(keyword.length());
        execute("DROP " + keyword + " IF EXISTS" + name + " CASCADE");
      }
    }
  }

  private void restorePublic() throws SQLException {
    ObjectId id = ObjectId.of(Kind.SCHEMA, "", "public");
    if (model.get(id) != null && journal.objects().contains(id.toString())) {
      for (String role : model.rolesMentioned()) {
        if (!role.equals(CatalogObject.EVERYBODY)) {
          execute("REVOKE ALL ON SCHEMA public FROM " + quote(role));
        }
      }
      execute("ALTER SCHEMA public OWNER TO pg_database_owner");
      execute("REVOKE ALL ON SCHEMA public FROM PUBLIC");
      execute("GRANT USAGE ON SCHEMA public TO PUBLIC");
      execute("GRANT ALL ON SCHEMA public TO pg_database_owner");
    }
  }

  /** Gives the database its standard rights back; what others were granted there stays. */
  private void restoreDatabase() throws SQLException {
    for (CatalogObject object : model.of(Kind.DATABASE)) {
      if (ours(object)) {
        String name = quote(database);
        execute("COMMENT ON DATABASE " + name + " IS NULL");
        execute("GRANT CONNECT, TEMPORARY ON DATABASE " + name + " TO PUBLIC");
        execute("GRANT ALL ON DATABASE " + name + " TO " + quote(object.fact("owner")));
      }
    }
  }

  private void resetSettings() throws SQLException {
    for (CatalogObject setting : model.of(Kind.SETTING)) {
      if (ours(setting)) {
        String role = setting.id().args();
        String where =
            role.isEmpty()
                ? "ALTER DATABASE " + quote(database)
                : "ALTER ROLE " + quote(role) + " IN DATABASE " + quote(database);
        execute(where + " RESET " + quote(setting.id().name()).replace(".", "\".\""));
      }
    }
    for (CatalogObject rights : model.of(Kind.DEFAULT_PRIVILEGES)) {
      if (ours(rights)) {
        undoDefaultPrivileges(rights);
      }
    }
  }

  /** Gives what the server and extensions brought the rights it had. */
  private void restoreShipped() throws SQLException {
    for (CatalogObject object : model.of(Kind.SHIPPED)) {
      if (ours(object)) {
        for (String sql : Rights.undo(object, database)) {
          execute(sql);
        }
      }
    }
    for (CatalogObject extension : model.of(Kind.EXTENSION)) {
      if (journal.objects().contains(Rights.shippedExtension(extension.id()).toString())) {
        execute(Rights.undoComment(extension));
      }
    }
  }

  private void undoDefaultPrivileges(CatalogObject rights) throws SQLException {
    ObjectId id = rights.id();
    boolean inPublic = id.schema().equals("public");
    if (!id.schema().isEmpty() && !inPublic) {
      return; // went with its schema
    }
    String alter =
        "ALTER DEFAULT PRIVILEGES FOR ROLE "
            + quote(id.name())
            + (inPublic ? " IN SCHEMA public" : "");
    for (String name : rights.attributes().keySet()) {
      if (name.startsWith(CatalogObject.GRANT)) {
        String grantee = name.substring(CatalogObject.GRANT.length());
        String who = Rights.who(grantee);
        execute(alter + " REVOKE ALL ON " + id.args() + " FROM " + who);
      }
    }
    if (inPublic) {
      return;
    }
    execute(alter + " GRANT ALL ON " + id.args() + " TO " + quote(id.name()));
    if (id.args().equals("FUNCTIONS") || id.args().equals("TYPES")) {
      execute(alter + " GRANT ALL ON " + id.args() + " TO PUBLIC");
    }
  }

  private void dropRoles() throws SQLException {
    for (CatalogObject role : model.of(Kind.ROLE)) {
      if (ours(role)) {
        String name = quote(role.id().name());
        execute("DROP OWNED BY " + name + " CASCADE");
        dropUnlessUsed("DROP ROLE IF EXISTS " + name, role);
      }
    }
  }

  private void dropUnlessUsed(String sql, CatalogObject role) throws SQLException {
    try {
      execute(sql);
    } catch (SQLException e) {
      if (!STILL_USED.contains(String.valueOf(e.getSQLState()))) {
        throw e;
      }
      LOG.info("schema kept={} reason=used-by-another-database", role.id());
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = target.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }
}
