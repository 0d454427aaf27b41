SELECT n.nspname AS schema, '' AS parent, c.relname AS name, '' AS args, c.oid, 0 AS sub,
  format_type(s.seqtypid, NULL) AS type,
  s.seqstart AS start, s.seqincrement AS increment, s.seqmin AS minimum, s.seqmax AS maximum,
  s.seqcache AS cache, s.seqcycle AS cycle,
  CASE WHEN d.deptype IS NOT NULL THEN format('%I.%I.%I', tn.nspname, t.relname, a.attname) END
    AS "owned by",
  CASE d.deptype WHEN 'i' THEN 'true' END AS identity,
  CASE c.relpersistence WHEN 'u' THEN 'unlogged' END AS persistence,
  pg_get_userbyid(c.relowner) AS owner,
  t.relname AS "#table", tn.nspname AS "#table schema", a.attname AS "#column"
FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid
JOIN user_schema n ON n.oid = c.relnamespace
LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid
  AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
LEFT JOIN pg_class t ON t.oid = d.refobjid
LEFT JOIN pg_namespace tn ON tn.oid = t.relnamespace
LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
WHERE c.relpersistence <> 't' AND NOT EXISTS (SELECT FROM extension_member m
  WHERE m.classid = 'pg_class'::regclass AND m.objid = c.oid)
