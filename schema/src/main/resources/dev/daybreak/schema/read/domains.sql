SELECT n.nspname AS schema, '' AS parent, t.typname AS name, '' AS args, t.oid, 0 AS sub,
  format_type(t.typbasetype, t.typtypmod) AS type,
  CASE WHEN t.typcollation <> b.typcollation THEN format('%I.%I', cn.nspname, c.collname) END
    AS collation,
  t.typnotnull AS "not null",
  (SELECT k.conname FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'n') --@17+
    AS "not null name", --@17+
  pg_get_expr(t.typdefaultbin, 0) AS "default",
  pg_get_userbyid(t.typowner) AS owner
FROM pg_type t JOIN user_schema n ON n.oid = t.typnamespace
JOIN pg_type b ON b.oid = t.typbasetype
LEFT JOIN pg_collation c ON c.oid = t.typcollation
LEFT JOIN pg_namespace cn ON cn.oid = c.collnamespace
WHERE t.typtype = 'd' AND NOT EXISTS (SELECT FROM extension_member m
  WHERE m.classid = 'pg_type'::regclass AND m.objid = t.oid)
