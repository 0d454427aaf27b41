SELECT n.nspname AS schema, '' AS parent, c.relname AS name, '' AS args, c.oid, 0 AS sub,
  pg_get_viewdef(c.oid) AS definition,
  (SELECT string_agg(o, ', ' ORDER BY o) FROM unnest(c.reloptions) o) AS options,
  CASE WHEN am.amname <> 'heap' THEN am.amname END AS "access method",
  pg_get_userbyid(c.relowner) AS owner
FROM pg_class c JOIN user_schema n ON n.oid = c.relnamespace
LEFT JOIN pg_am am ON am.oid = c.relam
WHERE c.relkind = 'v' AND c.relpersistence <> 't'
AND NOT EXISTS (SELECT FROM extension_member m
  WHERE m.classid = 'pg_class'::regclass AND m.objid = c.oid)
