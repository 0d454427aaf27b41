SELECT e.extname, e.extversion, format('%I.%I', n.nspname, c.relname) AS name,
  k.nth IS NOT NULL AS config, coalesce(e.extcondition[k.nth], '') AS condition,
  has_table_privilege(c.oid, 'INSERT') AND has_table_privilege(c.oid, 'DELETE') AS writable
FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
JOIN pg_class c ON c.oid = d.objid JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN LATERAL unnest(e.extconfig) WITH ORDINALITY AS k (oid, nth) ON k.oid = c.oid
WHERE d.deptype = 'e' AND d.classid = 'pg_class'::regclass
AND d.refclassid = 'pg_extension'::regclass AND c.relkind IN ('r', 'p')
ORDER BY 1, 3
