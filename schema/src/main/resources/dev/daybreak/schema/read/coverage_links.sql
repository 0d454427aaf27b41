, hidden_schema AS (SELECT oid FROM pg_namespace
  WHERE nspname IN ('pg_toast', 'daybreak') OR nspname ~ '^pg_(toast_)?temp_')
SELECT d.classid::regclass::text, d.objid, d.refclassid::regclass::text, d.refobjid, d.deptype
FROM pg_depend d
WHERE d.objid >= 16384 AND d.deptype IN ('i', 'a', 'e', 'P', 'S')
AND (d.classid, d.objid) <> (d.refclassid, d.refobjid)
-- Labels have no dependencies of their own.
UNION ALL SELECT 'pg_enum', e.oid, 'pg_type', e.enumtypid, 'i' FROM pg_enum e
UNION ALL SELECT 'pg_namespace', n.oid, NULL, NULL, NULL FROM hidden_schema n
UNION ALL SELECT 'pg_class', c.oid, NULL, NULL, NULL FROM pg_class c
WHERE c.relnamespace IN (SELECT h.oid FROM hidden_schema h) OR c.relpersistence = 't'
UNION ALL SELECT 'pg_type', t.oid, NULL, NULL, NULL FROM pg_type t
WHERE t.typnamespace IN (SELECT h.oid FROM hidden_schema h)
UNION ALL SELECT 'pg_proc', p.oid, NULL, NULL, NULL FROM pg_proc p
WHERE p.pronamespace IN (SELECT h.oid FROM hidden_schema h)
UNION ALL SELECT 'pg_collation', c.oid, NULL, NULL, NULL FROM pg_collation c
WHERE c.collnamespace = 'pg_catalog'::regnamespace
UNION ALL SELECT 'pg_publication', p.oid, NULL, NULL, NULL FROM pg_publication p
WHERE p.pubname ~ '^daybreak_'
UNION ALL SELECT 'pg_default_acl', d.oid, NULL, NULL, NULL FROM pg_default_acl d
JOIN pg_namespace n ON n.oid = d.defaclnamespace WHERE n.nspname = 'daybreak'
UNION ALL SELECT m.classid::regclass::text, m.objid, NULL, NULL, NULL FROM extension_member m
