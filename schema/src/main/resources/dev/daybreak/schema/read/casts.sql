SELECT '' AS schema, '' AS parent,
  format_type(c.castsource, NULL) || ' AS ' || format_type(c.casttarget, NULL) AS name,
  '' AS args, c.oid, 0 AS sub,
  CASE c.castmethod WHEN 'b' THEN 'WITHOUT FUNCTION' WHEN 'i' THEN 'WITH INOUT'
    ELSE 'WITH FUNCTION ' || c.castfunc::regprocedure::text END AS method,
  CASE c.castcontext WHEN 'a' THEN 'ASSIGNMENT' WHEN 'i' THEN 'IMPLICIT' END AS context
FROM pg_cast c
WHERE c.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_depend d
  WHERE d.classid = 'pg_cast'::regclass AND d.objid = c.oid AND d.deptype IN ('i', 'e'))
