SELECT n.nspname AS schema, c.relname AS parent, k.conname AS name, '' AS args, k.oid, 0 AS sub,
  k.contype AS type,
  pg_get_constraintdef(k.oid) AS definition,
  CASE WHEN k.conislocal THEN 'true' END AS local,
  CASE WHEN k.coninhcount > 0 THEN 'true' END AS inherited,
  CASE WHEN k.convalidated THEN 'true' END AS validated,
  c.relkind AS "#relation kind",
  CASE WHEN k.confrelid <> 0 THEN (SELECT f.relkind FROM pg_class f WHERE f.oid = k.confrelid)
    END AS "#referenced kind",
  CASE WHEN k.convalidated AND EXISTS (SELECT FROM pg_inherits i
    JOIN pg_constraint p ON p.conrelid = i.inhparent
    WHERE i.inhrelid = k.conrelid AND k.contype = 'c' AND p.contype = 'c'
    AND p.conname = k.conname AND NOT p.convalidated) THEN 'true' END AS "#parent unchecked",
  pg_relation_size(c.oid) AS "#bytes"
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
JOIN user_schema n ON n.oid = c.relnamespace
WHERE k.contype IN ('c', 'p', 'u', 'x', 'f') AND NOT (k.contype = 'f' AND k.conparentid <> 0)
AND c.relkind IN ('r', 'p', 'f') AND c.relpersistence <> 't'
AND NOT EXISTS (SELECT FROM extension_member m
  WHERE m.classid = 'pg_class'::regclass AND m.objid = c.oid)
