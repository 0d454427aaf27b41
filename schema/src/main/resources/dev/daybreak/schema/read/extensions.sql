SELECT '' AS schema, '' AS parent, e.extname AS name, '' AS args, e.oid, 0 AS sub,
  n.nspname AS "schema name", e.extversion AS "#version",
  (SELECT a.comment FROM pg_available_extensions a WHERE a.name = e.extname) AS "#shipped comment"
FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
