SELECT n.nspname AS schema, t.typname AS parent, a.attname AS name, '' AS args, c.oid,
  a.attnum AS sub
FROM pg_type t JOIN user_schema n ON n.oid = t.typnamespace
JOIN pg_class c ON c.oid = t.typrelid AND c.relkind = 'c'
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE t.typtype = 'c' AND NOT EXISTS (SELECT FROM extension_member m
  WHERE m.classid = 'pg_type'::regclass AND m.objid = t.oid)
