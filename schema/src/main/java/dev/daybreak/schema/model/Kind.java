package dev.daybreak.schema.model;

/** The kinds of objects the model knows, in the order in which reports list them. */
public enum Kind {
  ROLE("ROLE"),
  MEMBERSHIP("MEMBERSHIP"),
  DATABASE("DATABASE"),
  SETTING("SETTING"),
  SCHEMA("SCHEMA"),
  EXTENSION("EXTENSION"),
  COLLATION("COLLATION"),
  ENUM("TYPE"),
  DOMAIN("DOMAIN"),
  DOMAIN_CONSTRAINT("CONSTRAINT"),
  COMPOSITE("TYPE"),
  RANGE("TYPE"),
  FUNCTION("FUNCTION"),
  PROCEDURE("PROCEDURE"),
  AGGREGATE("AGGREGATE"),
  OPERATOR("OPERATOR"),
  SEQUENCE("SEQUENCE"),
  TABLE("TABLE"),
  COLUMN("COLUMN"),
  DEFAULT("DEFAULT"),
  CONSTRAINT("CONSTRAINT"),
  INDEX("INDEX"),
  VIEW("VIEW"),
  MATERIALIZED_VIEW("MATERIALIZED VIEW"),
  RULE("RULE"),
  TRIGGER("TRIGGER"),
  POLICY("POLICY"),
  STATISTICS("STATISTICS"),
  DEFAULT_PRIVILEGES("DEFAULT PRIVILEGES");

  private final String keyword;

  Kind(String keyword) {
    this.keyword = keyword;
  }

  /** The word SQL has for it in {@code COMMENT ON}, {@code ALTER} and {@code DROP}. */
  public String keyword() {
    return keyword;
  }

  /** The word people read, such as {@code materialized view}. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }

  /** Whether the object is a type of its own. */
  public boolean isType() {
    return this == ENUM || this == DOMAIN || this == COMPOSITE || this == RANGE;
  }

  /** Whether the object is called with arguments. */
  public boolean isRoutine() {
    return this == FUNCTION || this == PROCEDURE || this == AGGREGATE;
  }
}
