package dev.daybreak.preflight;

import static dev.daybreak.kernel.finding.Severity.BLOCKER;
import static dev.daybreak.kernel.finding.Severity.INFO;
import static dev.daybreak.kernel.finding.Severity.WARNING;
import static dev.daybreak.kernel.route.Side.TARGET;

import java.util.List;

/** Rules about what the target lacks, has already, or does differently. */
final class TargetRules {
  private TargetRules() {}

  static List<Rule> rules() {
    return List.of(
        notEmpty(),
        new EarlierRunRule(),
        extension(),
        extensionVersion(),
        collation(),
        new EncodingRule(),
        locale(),
        tablespace(),
        role(),
        serverSettings(),
        databaseSettings());
  }

  private static Rule notEmpty() {
    return new QueryRule(
        "PRE-TARGET-NOT-EMPTY",
        TARGET,
        BLOCKER,
        "the target database holds objects of its own",
        UserObjects.CLASSES
            + """
            , object AS (
              SELECT name FROM user_class WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
              UNION ALL
              SELECT p.oid::regprocedure::text FROM pg_proc p
              JOIN pg_namespace n ON n.oid = p.pronamespace
              WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'daybreak')
                AND NOT EXISTS (SELECT FROM pg_depend d
                                WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
                                  AND d.deptype = 'e')
              UNION ALL
              SELECT t.oid::regtype::text FROM pg_type t
              JOIN pg_namespace n ON n.oid = t.typnamespace
              WHERE t.typtype IN ('d', 'e', 'r')
                AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'daybreak')
                AND NOT EXISTS (SELECT FROM pg_depend d
                                WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid
                                  AND d.deptype = 'e'))
            SELECT 'target database ' || quote_ident(current_database()),
                   count(*) || ' object(s), such as ' || min(name)
            FROM object
            WHERE to_regclass('daybreak.schema_object') IS NULL
            HAVING count(*) > 0
            """,
        "Name an empty database; Daybreak never writes over what it did not create.");
  }

  private static Rule extension() {
    return new MissingRule(
        "PRE-EXTENSION",
        BLOCKER,
        "the target cannot install an extension the source uses",
        """
        SELECT 'extension ' || quote_ident(extname), 'version ' || extversion || ' on the source'
        FROM pg_extension
        """,
        "SELECT 'extension ' || quote_ident(name), '' FROM pg_available_extensions",
        "Install the extension's package on the target server, or drop the extension.");
  }

  private static Rule extensionVersion() {
    return new DifferenceRule(
        "PRE-EXTENSION-VERSION",
        INFO,
        "an extension has another version on the target",
        """
        SELECT 'extension ' || quote_ident(e.name),
               coalesce(x.extversion, e.default_version)
        FROM pg_available_extensions e LEFT JOIN pg_extension x ON x.extname = e.name
        WHERE x.oid IS NOT NULL OR current_setting('daybreak.side') = 'target'
        """,
        "Read the extension's notes on that version.");
  }

  private static Rule collation() {
    String there =
        """
        SELECT 'collation ' || quote_ident(o.collname), ''
        FROM pg_collation o
        WHERE o.collnamespace = 'pg_catalog'::regnamespace
          AND o.collencoding IN (-1, (SELECT encoding FROM pg_database
                                      WHERE datname = current_database()))
        """;
    return new MissingRule(
        "PRE-COLLATION",
        BLOCKER,
        "the target lacks a collation that a column uses",
        UserObjects.CLASSES
            + """
            SELECT 'collation ' || quote_ident(o.collname),
                   'used by ' || count(*) || ' column(s), such as '
                     || min(c.name || '.' || quote_ident(a.attname))
            FROM user_class c
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_collation o ON o.oid = a.attcollation
            WHERE c.relkind IN ('r', 'p', 'i', 'm')
              AND o.collnamespace = 'pg_catalog'::regnamespace
            GROUP BY o.collname
            """,
        there,
        "Install the locale on the target's operating system and run"
            + " pg_import_system_collations, or use a server built with ICU.");
  }

  private static Rule locale() {
    return new DifferenceRule(
        "PRE-LOCALE",
        WARNING,
        "the databases sort or classify characters differently",
        """
        SELECT 'database ' || v.name, coalesce(v.value, '')
        FROM (SELECT datcollate, datctype, to_jsonb(d) AS row FROM pg_database d
              WHERE datname = current_database()) AS d,
        LATERAL (VALUES
          ('collation', datcollate), ('character type', datctype),
          ('locale provider', coalesce(row ->> 'datlocprovider', 'c')),
          ('locale', coalesce(row ->> 'datlocale', row ->> 'daticulocale'))) AS v (name, value)
        """,
        "Create the target database with the source's locale, unless another sort order (and so"
            + " other results of ORDER BY and range conditions on text) is wanted.");
  }

  private static Rule tablespace() {
    return new MissingRule(
        "PRE-TABLESPACE",
        WARNING,
        "the target lacks a tablespace",
        UserObjects.CLASSES
            + """
            SELECT 'tablespace ' || quote_ident(s.spcname),
                   'holds ' || count(*) || ' relation(s), such as ' || min(c.name)
            FROM user_class c JOIN pg_tablespace s ON s.oid = c.reltablespace
            GROUP BY s.spcname
            """,
        "SELECT 'tablespace ' || quote_ident(spcname), '' FROM pg_tablespace",
        "Create it on the target if these relations are to lie apart; else they go to the default"
            + " one.");
  }

  private static Rule role() {
    return new MissingRule(
        "PRE-ROLE",
        INFO,
        "a role the database uses is not on the target yet",
        """
        SELECT 'role ' || quote_ident(r.rolname),
               CASE WHEN r.rolcanlogin THEN 'may log in' ELSE 'a group' END
        FROM pg_roles r
        WHERE r.rolname !~ '^pg_' AND r.oid >= 16384
          AND r.oid IN (
            SELECT refobjid FROM pg_shdepend
            WHERE refclassid = 'pg_authid'::regclass
              AND (SELECT oid FROM pg_database WHERE datname = current_database())
                  IN (dbid, CASE classid WHEN 'pg_database'::regclass THEN objid END)
            UNION
            SELECT usesysid FROM pg_stat_activity WHERE datname = current_database())
        """,
        "SELECT 'role ' || quote_ident(rolname), '' FROM pg_roles",
        "Nothing if Daybreak may read the source's password verifiers: it creates the role. Else"
            + " create it, with its password, on the target.");
  }

  private static Rule serverSettings() {
    return new DifferenceRule(
        "PRE-SETTING",
        WARNING,
        "a setting that changes what statements mean differs",
        """
        SELECT 'setting ' || name, setting FROM pg_settings
        WHERE name IN (
          'array_nulls', 'backslash_quote', 'default_text_search_config',
          'default_transaction_isolation', 'default_transaction_deferrable',
          'escape_string_warning', 'lc_numeric', 'lc_time', 'lo_compat_privileges',
          'quote_all_identifiers', 'row_security', 'timezone_abbreviations',
          'transform_null_equals', 'xmlbinary', 'password_encryption')
        """,
        "Set the source's value on the target (ALTER DATABASE … SET …), if applications rely on"
            + " it.");
  }

  /** What our sessions pin, or a role overrides, shows only where it was set. */
  private static Rule databaseSettings() {
    String sql =
        """
        SELECT CASE WHEN s.setrole = 0 THEN '' ELSE 'role ' || quote_ident(r.rolname) || ' ' END
                 || 'setting ' || split_part(c.entry, '=', 1),
               c.entry
        FROM pg_db_role_setting s
        LEFT JOIN pg_roles r ON r.oid = s.setrole
        CROSS JOIN LATERAL unnest(s.setconfig) AS c (entry)
        WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database
                                    WHERE datname = current_database()))
          AND split_part(c.entry, '=', 1) <> 'default_transaction_read_only'
        """;
    return new MissingRule(
        "PRE-DATABASE-SETTING",
        INFO,
        "a setting of the database or of a role is not on the target yet",
        sql,
        sql,
        "Nothing for settings of the database: they are carried over. Settings of a role for all"
            + " databases are yours to set.");
  }
}
