SELECT n.nspname AS schema, c.relname AS parent, a.attname AS name, '' AS args, d.oid, 0 AS sub,
  -- A default names no column: without the table, printing it does not look at all of them.
  pg_get_expr(d.adbin, 0) AS expression
FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
JOIN pg_class c ON c.oid = a.attrelid
JOIN user_schema n ON n.oid = c.relnamespace
WHERE a.attgenerated = '' AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'f')
AND c.relpersistence <> 't'
AND NOT EXISTS (SELECT FROM extension_member m
  WHERE m.classid = 'pg_class'::regclass AND m.objid = c.oid)
