package dev.daybreak.schema.rehearse;

import dev.daybreak.postgres.ServerFacts;
import dev.daybreak.schema.read.SqlTemplate;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to a database's extensions, and what people hung on it.
 *
 * @param versions each extension's version and schema
 * @param parts objects of extensions and parts of their tables, by what the server calls them
 * @param tables the extensions' tables, by name
 */
record ExtensionContents(
    Map<String, String> versions, Map<String, Part> parts, Map<String, Shipped> tables) {
  private static final String VERSIONS =
      "SELECT extname, extversion || ' in ' || extnamespace::regnamespace FROM pg_extension";

  /**
   * One object.
   *
   * @param extension whose it is
   * @param relation the extension's relation that it is a part of; empty for what the extension
   *     itself holds
   * @param type the server's word for such objects
   * @param identity its name, as the server identifies it
   * @param definition what makes it, where a single statement does
   */
  record Part(
      String extension,
      String relation,
      String type,
      String identity,
      @Nullable String definition) {
    boolean isWhole() {
      return relation.isEmpty();
    }

    boolean is(String other) {
      return type.equals(other);
    }

    String name() {
      return type + " " + identity;
    }
  }

  /**
   * One table.
   *
   * @param extension whose it is
   * @param name its name, as SQL and as the server identifies it
   * @param config whether the extension says that rows of it are the users'
   * @param condition which rows are: SQL that begins with WHERE, or empty for all
   * @param writable whether the login may write rows
   */
  record Shipped(
      String extension, String name, boolean config, String condition, boolean writable) {}

  static ExtensionContents read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      Map<String, String> versions = new LinkedHashMap<>();
      try (ResultSet row = statement.executeQuery(VERSIONS)) {
        while (row.next()) {
          versions.put(row.getString(1), row.getString(2));
        }
      }
      Map<String, Part> parts = new LinkedHashMap<>();
      try (ResultSet row = statement.executeQuery(sql("extension_contents.sql", connection))) {
        while (row.next()) {
          Part part = part(row);
          parts.put(part.name(), part);
        }
      }
      Map<String, Shipped> tables = new LinkedHashMap<>();
      try (ResultSet row = statement.executeQuery(sql("extension_tables.sql", connection))) {
        while (row.next()) {
          tables.put(row.getString("name"), table(row));
        }
      }
      return new ExtensionContents(versions, parts, tables);
    }
  }

  private static Part part(ResultSet row) throws SQLException {
    return new Part(
        row.getString(1),
        Objects.requireNonNullElse(row.getString(2), ""),
        row.getString(3),
        row.getString(4),
        row.getString(5));
  }

  private static String sql(String file, Connection connection) throws SQLException {
    return SqlTemplate.load(file, ServerFacts.version(connection));
  }

  private static Shipped table(ResultSet row) throws SQLException {
    return new Shipped(
        row.getString("extname"),
        row.getString("name"),
        row.getBoolean("config"),
        row.getString("condition"),
        row.getBoolean("writable"));
  }
}
