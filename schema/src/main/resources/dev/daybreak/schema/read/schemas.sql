SELECT '' AS schema, '' AS parent, n.nspname AS name, '' AS args, n.oid, 0 AS sub,
  pg_get_userbyid(n.nspowner) AS owner
FROM user_schema n
WHERE NOT EXISTS (SELECT FROM extension_member m
  WHERE m.classid = 'pg_namespace'::regclass AND m.objid = n.oid)
