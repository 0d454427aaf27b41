package dev.daybreak.schema.model;

/** The kinds of objects the model knows, in the order in which reports list them. */
public enum Kind {
  ROLE("ROLE"),
  MEMBERSHIP("MEMBERSHIP"),
  /** A setting of the server that somebody may change. */
  PARAMETER("PARAMETER"),
  DATABASE("DATABASE"),
  SETTING("SETTING"),
  SCHEMA("SCHEMA"),
  EXTENSION("EXTENSION"),
  /** What came with the server or an extension: only changes of its rights are known. */
  SHIPPED(""),
  COLLATION("COLLATION"),
  CONVERSION("CONVERSION"),
  ENUM("TYPE"),
  DOMAIN("DOMAIN"),
  DOMAIN_CONSTRAINT("CONSTRAINT"),
  COMPOSITE("TYPE"),
  ATTRIBUTE("COLUMN"),
  RANGE("TYPE"),
  FUNCTION("FUNCTION"),
  PROCEDURE("PROCEDURE"),
  AGGREGATE("AGGREGATE"),
  OPERATOR("OPERATOR"),
  OPERATOR_FAMILY("OPERATOR FAMILY"),
  OPERATOR_CLASS("OPERATOR CLASS"),
  CAST("CAST"),
  TEXT_SEARCH_DICTIONARY("TEXT SEARCH DICTIONARY"),
  TEXT_SEARCH_CONFIGURATION("TEXT SEARCH CONFIGURATION"),
  FOREIGN_DATA_WRAPPER("FOREIGN DATA WRAPPER"),
  FOREIGN_SERVER("SERVER"),
  USER_MAPPING("USER MAPPING"),
  SEQUENCE("SEQUENCE"),
  TABLE("TABLE"),
  FOREIGN_TABLE("FOREIGN TABLE"),
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
  DEFAULT_PRIVILEGES("DEFAULT PRIVILEGES"),
  PUBLICATION("PUBLICATION"),
  EVENT_TRIGGER("EVENT TRIGGER");

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

  /** Whether it is created only after the cutover, because it acts on what happens before. */
  public boolean isLate() {
    return this == PUBLICATION || this == EVENT_TRIGGER;
  }

  /** Whether its name is made of other names and is shown as it is. */
  boolean isComposed() {
    return this == CAST || this == SHIPPED;
  }

  /** Whether the object is called with arguments. */
  public boolean isRoutine() {
    return this == FUNCTION || this == PROCEDURE || this == AGGREGATE;
  }
}
