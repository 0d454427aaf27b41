package dev.daybreak.schema.read;

import dev.daybreak.schema.model.Kind;

/** The queries that read objects: one for each kind, all objects of it at once. */
enum ObjectQuery {
  ROLES(Kind.ROLE, "pg_authid"),
  MEMBERSHIPS(Kind.MEMBERSHIP, "pg_auth_members"),
  PARAMETERS(Kind.PARAMETER, "pg_parameter_acl"),
  DATABASE(Kind.DATABASE, "pg_database"),
  SETTINGS(Kind.SETTING, "pg_db_role_setting"),
  SCHEMAS(Kind.SCHEMA, "pg_namespace"),
  EXTENSIONS(Kind.EXTENSION, "pg_extension"),
  COLLATIONS(Kind.COLLATION, "pg_collation"),
  CONVERSIONS(Kind.CONVERSION, "pg_conversion"),
  ENUMS(Kind.ENUM, "pg_type"),
  DOMAINS(Kind.DOMAIN, "pg_type"),
  DOMAIN_CONSTRAINTS(Kind.DOMAIN_CONSTRAINT, "pg_constraint"),
  COMPOSITES(Kind.COMPOSITE, "pg_type"),
  ATTRIBUTES(Kind.ATTRIBUTE, "pg_class"),
  RANGES(Kind.RANGE, "pg_type"),
  FUNCTIONS(Kind.FUNCTION, "pg_proc"),
  PROCEDURES(Kind.PROCEDURE, "pg_proc"),
  AGGREGATES(Kind.AGGREGATE, "pg_proc"),
  OPERATORS(Kind.OPERATOR, "pg_operator"),
  OPERATOR_FAMILIES(Kind.OPERATOR_FAMILY, "pg_opfamily"),
  OPERATOR_CLASSES(Kind.OPERATOR_CLASS, "pg_opclass"),
  CASTS(Kind.CAST, "pg_cast"),
  TEXT_SEARCH_DICTIONARIES(Kind.TEXT_SEARCH_DICTIONARY, "pg_ts_dict"),
  TEXT_SEARCH_CONFIGURATIONS(Kind.TEXT_SEARCH_CONFIGURATION, "pg_ts_config"),
  FOREIGN_DATA_WRAPPERS(Kind.FOREIGN_DATA_WRAPPER, "pg_foreign_data_wrapper"),
  FOREIGN_SERVERS(Kind.FOREIGN_SERVER, "pg_foreign_server"),
  USER_MAPPINGS(Kind.USER_MAPPING, "pg_user_mapping"),
  SEQUENCES(Kind.SEQUENCE, "pg_class"),
  TABLES(Kind.TABLE, "pg_class"),
  FOREIGN_TABLES(Kind.FOREIGN_TABLE, "pg_class"),
  COLUMNS(Kind.COLUMN, "pg_class"),
  DEFAULTS(Kind.DEFAULT, "pg_attrdef"),
  CONSTRAINTS(Kind.CONSTRAINT, "pg_constraint"),
  INDEXES(Kind.INDEX, "pg_class"),
  VIEWS(Kind.VIEW, "pg_class"),
  MATERIALIZED_VIEWS(Kind.MATERIALIZED_VIEW, "pg_class"),
  RULES(Kind.RULE, "pg_rewrite"),
  TRIGGERS(Kind.TRIGGER, "pg_trigger"),
  POLICIES(Kind.POLICY, "pg_policy"),
  STATISTICS(Kind.STATISTICS, "pg_statistic_ext"),
  DEFAULT_PRIVILEGES(Kind.DEFAULT_PRIVILEGES, "pg_default_acl"),
  PUBLICATIONS(Kind.PUBLICATION, "pg_publication"),
  EVENT_TRIGGERS(Kind.EVENT_TRIGGER, "pg_event_trigger");

  private final Kind kind;
  private final String catalog;

  ObjectQuery(Kind kind, String catalog) {
    this.kind = kind;
    this.catalog = catalog;
  }

  Kind kind() {
    return kind;
  }

  /** The catalog in which the objects' OIDs count. */
  String catalog() {
    return catalog;
  }

  String file() {
    return name().toLowerCase(java.util.Locale.ROOT) + ".sql";
  }
}
