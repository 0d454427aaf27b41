package dev.daybreak.schema.plan;

import static dev.daybreak.kernel.Names.literal;
import static dev.daybreak.kernel.Names.quote;

import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.ObjectId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Statements for what is not inside a schema: roles, settings, schemas, extensions. */
final class ServerDdl {
  /** Settings whose value is a list of names that the server has quoted already. */
  private static final Set<String> NAME_LISTS =
      Set.of(
          "search_path",
          "temp_tablespaces",
          "local_preload_libraries",
          "session_preload_libraries",
          "shared_preload_libraries",
          "unix_socket_directories");

  private final Script script;
  private final String database;
  private final @Nullable String member;

  /**
   * @param database the target database's name
   * @param member who becomes a member of each role, to give it objects; null for a superuser
   */
  ServerDdl(Script script, String database, @Nullable String member) {
    this.script = script;
    this.database = database;
    this.member = member;
  }

  /** A role without its password, which is never part of a plan. */
  void role(CatalogObject role) {
    StringBuilder sql = new StringBuilder("CREATE ROLE ");
    sql.append(quote(role.id().name()));
    flag(sql, role, "superuser", "SUPERUSER");
    flag(sql, role, "inherit", "INHERIT");
    flag(sql, role, "create role", "CREATEROLE");
    flag(sql, role, "create database", "CREATEDB");
    flag(sql, role, "login", "LOGIN");
    flag(sql, role, "replication", "REPLICATION");
    flag(sql, role, "bypass row security", "BYPASSRLS");
    sql.append(" CONNECTION LIMIT ").append(role.get("connection limit"));
    if (role.has("valid until")) {
      sql.append(" VALID UNTIL ").append(literal(role.get("valid until", "")));
    }
    script.add(Stage.ROLES, role, sql.toString());
    if (member != null) {
      String grant = "GRANT " + quote(role.id().name()) + " TO " + quote(member);
      script.add(Stage.ROLES, role, grant);
    }
    for (String line : role.get("settings", "").split("\n")) {
      String entry = CatalogModel.unescaped(line);
      int equals = entry.indexOf('=');
      if (equals > 0) {
        String value = value(entry.substring(0, equals), entry.substring(equals + 1));
        String set = " SET " + name(entry.substring(0, equals)) + " = " + value;
        script.add(Stage.ROLES, role, "ALTER ROLE " + quote(role.id().name()) + set);
      }
    }
  }

  private static void flag(StringBuilder sql, CatalogObject role, String attribute, String word) {
    sql.append("t".equals(role.get(attribute)) ? " " : " NO").append(word);
  }

  void membership(CatalogObject membership) {
    ObjectId id = membership.id();
    StringBuilder sql = new StringBuilder("GRANT ");
    sql.append(quote(id.name())).append(" TO ").append(quote(id.args()));
    String separator = " WITH ";
    for (String option : new String[] {"admin", "inherit", "set"}) {
      String value = membership.get(option);
      if (value != null && !value.equals(membership.fact(option))) {
        sql.append(separator).append(option.toUpperCase(java.util.Locale.ROOT)).append(' ');
        sql.append(option.equals("admin") ? "OPTION" : value.equals("t") ? "TRUE" : "FALSE");
        separator = ", ";
      }
    }
    script.add(Stage.ROLES, membership, sql.toString());
  }

  void schema(CatalogObject schema) {
    boolean standard = schema.id().name().equals("public");
    boolean given = member != null && !standard && schema.has("owner");
    String sql =
        "CREATE SCHEMA "
            + (standard ? "IF NOT EXISTS " : "")
            + schema.id().sql()
            + (given ? " AUTHORIZATION " + quote(schema.get("owner", "")) : "");
    script.add(Stage.SCHEMAS, schema, sql);
  }

  void extension(CatalogObject extension) {
    String sql =
        "CREATE EXTENSION IF NOT EXISTS "
            + extension.id().sql()
            + " WITH SCHEMA "
            + quote(extension.get("schema name", "public"));
    script.add(Stage.EXTENSIONS, extension, sql);
  }

  void setting(CatalogObject setting) {
    ObjectId id = setting.id();
    String where =
        id.args().isEmpty()
            ? "ALTER DATABASE " + quote(database)
            : "ALTER ROLE " + quote(id.args()) + " IN DATABASE " + quote(database);
    String sql =
        where + " SET " + name(id.name()) + " = " + value(id.name(), setting.get("value", ""));
    script.add(Stage.SETTINGS, setting, sql);
  }

  private static String name(String setting) {
    int dot = setting.indexOf('.');
    return dot < 0
        ? quote(setting)
        : quote(setting.substring(0, dot)) + "." + quote(setting.substring(dot + 1));
  }

  private static String value(String setting, String value) {
    boolean list = NAME_LISTS.contains(setting.toLowerCase(java.util.Locale.ROOT));
    return list && !value.isEmpty() ? value : literal(value);
  }
}
