SELECT n.nspname AS schema, c.relname AS parent, p.polname AS name, '' AS args, p.oid, 0 AS sub,
  CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
    WHEN 'd' THEN 'DELETE' ELSE 'ALL' END AS command,
  CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END AS mode,
  (SELECT string_agg(CASE WHEN r = 0 THEN 'PUBLIC'
      ELSE '"' || replace(pg_get_userbyid(r), '"', '""') || '"' END,
    ', ' ORDER BY pg_get_userbyid(r)) FROM unnest(p.polroles) r) AS roles,
  pg_get_expr(p.polqual, p.polrelid) AS "using",
  pg_get_expr(p.polwithcheck, p.polrelid) AS "check",
  (SELECT string_agg(replace(replace(pg_get_userbyid(r), '\', '\\'), E'\n', '\n'), E'\n')
    FROM unnest(p.polroles) r WHERE r <> 0) AS "#roles"
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
JOIN user_schema n ON n.oid = c.relnamespace
WHERE NOT EXISTS (SELECT FROM extension_member m
  WHERE m.classid = 'pg_class'::regclass AND m.objid = c.oid)
