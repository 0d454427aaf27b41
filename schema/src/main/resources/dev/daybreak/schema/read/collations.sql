SELECT n.nspname AS schema, '' AS parent, c.collname AS name, '' AS args, c.oid, 0 AS sub,
  CASE c.collprovider WHEN 'c' THEN 'libc' WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin'
    ELSE c.collprovider::text END AS provider,
  c.collisdeterministic AS deterministic,
  coalesce( --@15+
  c.colliculocale, --@15-16
  c.colllocale, --@17+
  c.collcollate) AS locale, --@15+
  c.collcollate AS locale, --@-14
  CASE WHEN c.collprovider = 'c' THEN c.collctype END AS "character type",
  c.collicurules AS rules, --@16+
  pg_get_userbyid(c.collowner) AS owner
FROM pg_collation c JOIN user_schema n ON n.oid = c.collnamespace
WHERE NOT EXISTS (SELECT FROM extension_member m
  WHERE m.classid = 'pg_collation'::regclass AND m.objid = c.oid)
