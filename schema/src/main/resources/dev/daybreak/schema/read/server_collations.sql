SELECT DISTINCT c.collname, i.type || ' ' || i.identity AS object
FROM pg_depend d JOIN pg_collation c ON c.oid = d.refobjid
CROSS JOIN LATERAL pg_identify_object(d.classid, d.objid, d.objsubid) i
WHERE d.refclassid = 'pg_collation'::regclass AND c.collnamespace = 'pg_catalog'::regnamespace
AND d.classid NOT IN (0, 'pg_collation'::regclass)
-- Those of columns are the pre-flight's to name.
AND NOT (d.classid = 'pg_class'::regclass AND d.objsubid > 0)
