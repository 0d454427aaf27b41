, secret AS (SELECT
  '(pass|pwd|secret|token|credential|private|access_?key|api_?key|service_?account)'::text AS name,
  '(password|passwd|pwd|secret|token)\s*=|://[^/]*:[^/]*@'::text AS value)
SELECT n.nspname AS schema, '' AS parent, c.relname AS name, '' AS args, c.oid, 0 AS sub,
  s.srvname AS server,
  (SELECT string_agg(format('%I %L', o.option_name, o.option_value), ', '
      ORDER BY o.option_name) FROM pg_options_to_table(f.ftoptions) o
    WHERE o.option_name !~* (SELECT name FROM secret)
      AND o.option_value !~* (SELECT value FROM secret)) AS options,
  (SELECT string_agg(o.option_name, ', ' ORDER BY o.option_name)
    FROM pg_options_to_table(f.ftoptions) o WHERE o.option_name ~* (SELECT name FROM secret)
      OR o.option_value ~* (SELECT value FROM secret)) AS "#secret options",
  CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END AS "partition bound",
  (SELECT string_agg(format('%I.%I', pn.nspname, p.relname), ', ' ORDER BY i.inhseqno)
    FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent
    JOIN pg_namespace pn ON pn.oid = p.relnamespace WHERE i.inhrelid = c.oid) AS inherits,
  pg_get_userbyid(c.relowner) AS owner,
  (SELECT string_agg(replace(replace(pn.nspname, '\', '\\'), E'\n', '\n') || E'\n'
      || replace(replace(p.relname, '\', '\\'), E'\n', '\n'), E'\n' ORDER BY i.inhseqno)
    FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent
    JOIN pg_namespace pn ON pn.oid = p.relnamespace WHERE i.inhrelid = c.oid) AS "#parents"
FROM pg_foreign_table f JOIN pg_class c ON c.oid = f.ftrelid
JOIN user_schema n ON n.oid = c.relnamespace
JOIN pg_foreign_server s ON s.oid = f.ftserver
WHERE NOT EXISTS (SELECT FROM extension_member m
  WHERE m.classid = 'pg_class'::regclass AND m.objid = c.oid)
