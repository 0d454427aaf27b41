SELECT n.nspname AS schema, '' AS parent, ic.relname AS name, '' AS args, ic.oid, 0 AS sub,
  c.relname AS "table",
  pg_get_indexdef(i.indexrelid) AS definition,
  k.conname AS "constraint",
  (SELECT format('%I.%I', pn.nspname, p.relname) FROM pg_inherits h
    JOIN pg_class p ON p.oid = h.inhparent
    JOIN pg_namespace pn ON pn.oid = p.relnamespace WHERE h.inhrelid = i.indexrelid)
    AS "attached to",
  CASE WHEN NOT i.indisvalid THEN 'true' END AS invalid,
  CASE WHEN i.indisclustered THEN 'true' END AS clustered,
  (SELECT string_agg(o, ', ' ORDER BY o) FROM unnest(ic.reloptions) o) AS options,
  (SELECT string_agg(a.attnum || '=' || a.attstattarget, ', ' ORDER BY a.attnum)
    FROM pg_attribute a WHERE a.attrelid = ic.oid AND a.attstattarget >= 0)
    AS "statistics targets",
  c.relkind AS "#relation kind",
  ic.relkind AS "#kind",
  (SELECT count(*) FROM pg_partition_ancestors(ic.oid)) AS "#depth",
  pg_relation_size(c.oid) AS "#bytes"
FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid
JOIN pg_class c ON c.oid = i.indrelid
JOIN user_schema n ON n.oid = ic.relnamespace
LEFT JOIN pg_constraint k ON k.conrelid = i.indrelid AND k.conindid = i.indexrelid
  AND k.contype IN ('p', 'u', 'x')
WHERE c.relkind IN ('r', 'p', 'm') AND c.relpersistence <> 't'
AND NOT EXISTS (SELECT FROM extension_member m
  WHERE m.classid = 'pg_class'::regclass AND m.objid IN (c.oid, ic.oid))
