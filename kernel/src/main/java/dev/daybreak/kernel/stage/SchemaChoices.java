package dev.daybreak.kernel.stage;

import java.util.List;
import java.util.Objects;

/**
 * What people decided about one migration's schema, beside what the rules decide. Objects are named
 * as findings and plans name them, such as {@code view sales.totals}.
 *
 * @param profile the kind of target, or empty to detect it
 * @param skip objects that are not moved
 * @param types columns that get another type
 * @param replace objects that get another definition
 * @param accept differences that are known and wanted
 * @param logins logins of applications whose passwords are known, to be tried on both sides
 */
public record SchemaChoices(
    String profile,
    List<String> skip,
    List<ColumnType> types,
    List<Replacement> replace,
    List<Acceptance> accept,
    List<Credential> logins) {
  /** The kinds of target that can be named. */
  public static final List<String> PROFILES = List.of("postgresql", "aurora-postgresql");

  /** Nothing decided. */
  public static final SchemaChoices NONE =
      new SchemaChoices("", List.of(), List.of(), List.of(), List.of());

  public SchemaChoices {
    profile = Objects.requireNonNullElse(profile, "");
    skip = List.copyOf(skip);
    types = List.copyOf(types);
    replace = List.copyOf(replace);
    accept = List.copyOf(accept);
    logins = List.copyOf(Objects.requireNonNullElse(logins, List.of())); // stored before there were
  }

  /** Choices without logins to try. */
  public SchemaChoices(
      String profile,
      List<String> skip,
      List<ColumnType> types,
      List<Replacement> replace,
      List<Acceptance> accept) {
    this(profile, skip, types, replace, accept, List.of());
  }

  /**
   * A column's type on the target.
   *
   * @param column {@code column schema.table.name}
   * @param type as SQL writes it
   */
  public record ColumnType(String column, String type) {}

  /**
   * An object's definition on the target.
   *
   * @param object kind and name
   * @param sql a routine's whole {@code CREATE} statement, or the query of a view
   */
  public record Replacement(String object, String sql) {}

  /**
   * A finding that is no reason to stop.
   *
   * @param finding its id
   * @param object its object
   * @param reason why it is good, for the report
   */
  public record Acceptance(String finding, String object, String reason) {}

  /**
   * Where the password of an application's login is.
   *
   * @param user its role
   * @param passwordRef {@code env:NAME}, {@code file:PATH}, or empty for none
   */
  public record Credential(String user, String passwordRef) {}
}
