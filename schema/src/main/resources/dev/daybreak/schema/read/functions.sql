SELECT n.nspname AS schema, '' AS parent, p.proname AS name,
  oidvectortypes(p.proargtypes) AS args, p.oid, 0 AS sub,
  pg_get_functiondef(p.oid) AS definition,
  pg_get_userbyid(p.proowner) AS owner,
  l.lanname AS "#language", p.probin AS "#library"
  , pg_get_function_sqlbody(p.oid) AS "#sql body" --@14+
FROM pg_proc p JOIN user_schema n ON n.oid = p.pronamespace
JOIN pg_language l ON l.oid = p.prolang
WHERE p.prokind IN ('f', 'w') AND NOT EXISTS (SELECT FROM extension_member m
  WHERE m.classid = 'pg_proc'::regclass AND m.objid = p.oid)
AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass
  AND d.objid = p.oid AND d.deptype = 'i')
