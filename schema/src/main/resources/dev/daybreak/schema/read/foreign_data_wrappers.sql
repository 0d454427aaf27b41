, secret AS (SELECT
  '(pass|pwd|secret|token|credential|private|access_?key|api_?key|service_?account)'::text AS name,
  '(password|passwd|pwd|secret|token)\s*=|://[^/]*:[^/]*@'::text AS value)
SELECT '' AS schema, '' AS parent, f.fdwname AS name, '' AS args, f.oid, 0 AS sub,
  (SELECT format('%I.%I', n.nspname, p.proname) FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.oid = f.fdwhandler) AS handler,
  (SELECT format('%I.%I', n.nspname, p.proname) FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.oid = f.fdwvalidator) AS validator,
  (SELECT string_agg(format('%I %L', o.option_name, o.option_value), ', '
      ORDER BY o.option_name) FROM pg_options_to_table(f.fdwoptions) o
    WHERE o.option_name !~* (SELECT name FROM secret)
      AND o.option_value !~* (SELECT value FROM secret)) AS options,
  (SELECT string_agg(o.option_name, ', ' ORDER BY o.option_name)
    FROM pg_options_to_table(f.fdwoptions) o WHERE o.option_name ~* (SELECT name FROM secret)
      OR o.option_value ~* (SELECT value FROM secret)) AS "#secret options",
  pg_get_userbyid(f.fdwowner) AS owner
FROM pg_foreign_data_wrapper f
WHERE NOT EXISTS (SELECT FROM extension_member m
  WHERE m.classid = 'pg_foreign_data_wrapper'::regclass AND m.objid = f.oid)
