SELECT n.nspname AS schema, t.typname AS parent, k.conname AS name, '' AS args, k.oid, 0 AS sub,
  pg_get_constraintdef(k.oid) AS definition
FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid
JOIN user_schema n ON n.oid = t.typnamespace
WHERE k.contype = 'c' AND NOT EXISTS (SELECT FROM extension_member m
  WHERE m.classid = 'pg_type'::regclass AND m.objid = t.oid)
