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
UNION ALL SELECT 'pg_amop', d.objid, d.refclassid::regclass::text, d.refobjid FROM pg_depend d
WHERE d.classid = 'pg_amop'::regclass AND d.objid >= 16384
AND d.refclassid IN ('pg_opclass'::regclass, 'pg_opfamily'::regclass) AND d.deptype IN ('i', 'a')
UNION ALL SELECT 'pg_amproc', d.objid, d.refclassid::regclass::text, d.refobjid FROM pg_depend d
WHERE d.classid = 'pg_amproc'::regclass AND d.objid >= 16384
AND d.refclassid IN ('pg_opclass'::regclass, 'pg_opfamily'::regclass) AND d.deptype IN ('i', 'a')
UNION ALL SELECT 'pg_publication_rel', r.oid, 'pg_publication', r.prpubid FROM pg_publication_rel r
UNION ALL SELECT 'pg_publication_namespace', x.oid, 'pg_publication', x.pnpubid --@15+
FROM pg_publication_namespace x --@15+
UNION ALL SELECT 'pg_constraint', k.oid, 'pg_trigger', t.oid
FROM pg_constraint k JOIN pg_trigger t ON t.tgconstraint = k.oid WHERE k.contype = 't'
UNION ALL SELECT 'pg_constraint', k.oid,
  CASE WHEN k.conrelid <> 0 THEN 'pg_class' ELSE 'pg_type' END,
  CASE WHEN k.conrelid <> 0 THEN k.conrelid ELSE k.contypid END
FROM pg_constraint k WHERE k.contype = 'n'
UNION ALL SELECT 'pg_enum', e.oid, 'pg_type', e.enumtypid FROM pg_enum e WHERE e.oid >= 16384
