, secret AS (SELECT
  '(pass|pwd|secret|token|credential|private|access_?key|api_?key|service_?account)'::text AS name,
  '(password|passwd|pwd|secret|token)\s*=|://[^/]*:[^/]*@'::text AS value)
SELECT '' AS schema, '' AS parent, s.srvname AS name, '' AS args, s.oid, 0 AS sub,
  s.srvtype AS type, s.srvversion AS version, f.fdwname AS wrapper,
  (SELECT string_agg(format('%I %L', o.option_name, o.option_value), ', '
      ORDER BY o.option_name) FROM pg_options_to_table(s.srvoptions) o
    WHERE o.option_name !~* (SELECT name FROM secret)
      AND o.option_value !~* (SELECT value FROM secret)) AS options,
  (SELECT string_agg(o.option_name, ', ' ORDER BY o.option_name)
    FROM pg_options_to_table(s.srvoptions) o WHERE o.option_name ~* (SELECT name FROM secret)
      OR o.option_value ~* (SELECT value FROM secret)) AS "#secret options",
  pg_get_userbyid(s.srvowner) AS owner
FROM pg_foreign_server s JOIN pg_foreign_data_wrapper f ON f.oid = s.srvfdw
WHERE NOT EXISTS (SELECT FROM extension_member m
  WHERE m.classid = 'pg_foreign_server'::regclass AND m.objid = s.oid)
