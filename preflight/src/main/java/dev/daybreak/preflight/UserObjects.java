package dev.daybreak.preflight;

/** What counts as the user's own in a catalog: not the system's, an extension's or Daybreak's. */
final class UserObjects {
  /** A common table expression {@code user_class}: oid, name as people write it, and the row. */
  static final String CLASSES =
      """
      WITH user_class AS (
        SELECT c.*, n.nspname,
               quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'daybreak')
          AND NOT EXISTS (SELECT FROM pg_depend d
                          WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                            AND d.deptype = 'e'))
      """;

  /**
   * A condition on {@code user_class c}: the table's changes carry a key, so that updates and
   * deletes find their row. A deferrable or invalid key does not serve.
   */
  static final String HAS_IDENTITY =
      """
      (c.relreplident = 'f'
       OR c.relreplident IN ('d', 'i') AND EXISTS (
         SELECT FROM pg_index i
         WHERE i.indrelid = c.oid AND i.indimmediate AND i.indisvalid
           AND CASE c.relreplident WHEN 'd' THEN i.indisprimary ELSE i.indisreplident END))
      """;

  private UserObjects() {}
}
