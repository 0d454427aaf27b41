SELECT 'pg_rewrite' AS catalog, r.oid, 'pg_class' AS real_catalog, r.ev_class AS real_oid
FROM pg_rewrite r WHERE r.rulename = '_RETURN' AND r.oid >= 16384
UNION ALL SELECT 'pg_attrdef', d.oid, 'pg_class', d.adrelid
FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
WHERE a.attgenerated <> ''
UNION ALL SELECT 'pg_type', e.typarray, 'pg_type', e.oid
FROM pg_type e WHERE e.typarray <> 0 AND e.oid >= 16384
UNION ALL SELECT 'pg_type', t.oid, 'pg_class', c.oid
FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid WHERE c.relkind <> 'c' AND t.oid >= 16384
UNION ALL SELECT 'pg_class', c.oid, 'pg_type', c.reltype FROM pg_class c WHERE c.relkind = 'c'
UNION ALL SELECT 'pg_type', r.rngmultitypid, 'pg_type', r.rngtypid --@14+
FROM pg_range r WHERE r.rngtypid >= 16384 --@14+
