, called AS (
  SELECT DISTINCT d.classid, d.objid FROM pg_depend d JOIN pg_proc p ON p.oid = d.refobjid
  JOIN pg_language l ON l.oid = p.prolang
  WHERE d.refclassid = 'pg_proc'::regclass AND p.oid >= 16384
  AND l.lanname NOT IN ('c', 'internal')
  AND p.prosqlbody IS NULL --@14+
  AND NOT EXISTS (
    SELECT FROM unnest(p.proconfig) AS s(entry) WHERE s.entry LIKE 'search_path=%')),
relation AS (
  SELECT c.oid, n.nspname, c.relname FROM pg_class c JOIN user_schema n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'm'))
SELECT 'INDEX' AS kind, r.nspname AS schema, '' AS parent, ic.relname AS name,
  r.relname AS relation, e.expression
FROM called d JOIN pg_index i ON i.indexrelid = d.objid JOIN pg_class ic ON ic.oid = i.indexrelid
JOIN relation r ON r.oid = i.indrelid
CROSS JOIN LATERAL (
  SELECT pg_get_indexdef(i.indexrelid, k, false) AS expression
  FROM generate_series(1, i.indnkeyatts) k WHERE i.indkey[k - 1] = 0
  UNION ALL SELECT pg_get_expr(i.indpred, i.indrelid) WHERE i.indpred IS NOT NULL) e
WHERE d.classid = 'pg_class'::regclass
UNION ALL SELECT 'CONSTRAINT', r.nspname, r.relname, k.conname, r.relname,
  pg_get_expr(k.conbin, k.conrelid)
FROM called d JOIN pg_constraint k ON k.oid = d.objid JOIN relation r ON r.oid = k.conrelid
WHERE d.classid = 'pg_constraint'::regclass AND k.contype = 'c'
UNION ALL SELECT 'COLUMN', r.nspname, r.relname, a.attname, r.relname,
  pg_get_expr(f.adbin, f.adrelid)
FROM called d JOIN pg_attrdef f ON f.oid = d.objid JOIN relation r ON r.oid = f.adrelid
JOIN pg_attribute a ON a.attrelid = f.adrelid AND a.attnum = f.adnum
WHERE d.classid = 'pg_attrdef'::regclass AND a.attgenerated <> ''
