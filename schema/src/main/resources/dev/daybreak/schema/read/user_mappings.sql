, secret AS (SELECT
  '(pass|pwd|secret|token|credential|private|access_?key|api_?key|service_?account)'::text AS name,
  '(password|passwd|pwd|secret|token)\s*=|://[^/]*:[^/]*@'::text AS value)
SELECT '' AS schema, '' AS parent, u.srvname AS name,
  CASE WHEN u.umuser = 0 THEN 'public' ELSE u.usename END AS args, u.umid AS oid, 0 AS sub,
  (SELECT string_agg(format('%I %L', o.option_name, o.option_value), ', '
      ORDER BY o.option_name) FROM pg_options_to_table(u.umoptions) o
    WHERE o.option_name !~* (SELECT name FROM secret)
      AND o.option_value !~* (SELECT value FROM secret)) AS options,
  (SELECT string_agg(o.option_name, ', ' ORDER BY o.option_name)
    FROM pg_options_to_table(u.umoptions) o WHERE o.option_name ~* (SELECT name FROM secret)
      OR o.option_value ~* (SELECT value FROM secret)) AS "#secret options",
  CASE WHEN u.umoptions IS NULL AND NOT current_setting('is_superuser')::boolean
    THEN 'true' END AS "#hidden"
FROM pg_user_mappings u
WHERE NOT EXISTS (SELECT FROM extension_member m
  WHERE m.classid = 'pg_user_mapping'::regclass AND m.objid = u.umid)
