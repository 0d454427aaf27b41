SELECT n.nspname AS schema, '' AS parent, c.conname AS name, '' AS args, c.oid, 0 AS sub,
  pg_encoding_to_char(c.conforencoding) AS "from encoding",
  pg_encoding_to_char(c.contoencoding) AS "to encoding",
  (SELECT format('%I.%I', fn.nspname, p.proname) FROM pg_proc p
    JOIN pg_namespace fn ON fn.oid = p.pronamespace WHERE p.oid = c.conproc) AS function,
  CASE WHEN c.condefault THEN 'true' END AS "default",
  pg_get_userbyid(c.conowner) AS owner
FROM pg_conversion c JOIN user_schema n ON n.oid = c.connamespace
WHERE NOT EXISTS (SELECT FROM extension_member m
  WHERE m.classid = 'pg_conversion'::regclass AND m.objid = c.oid)
