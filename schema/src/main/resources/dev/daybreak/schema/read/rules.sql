SELECT n.nspname AS schema, c.relname AS parent, r.rulename AS name, '' AS args, r.oid, 0 AS sub,
  pg_get_ruledef(r.oid) AS definition, r.ev_enabled AS enabled, c.relkind AS "#relation kind"
FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
JOIN user_schema n ON n.oid = c.relnamespace
WHERE r.rulename <> '_RETURN' AND c.relpersistence <> 't'
AND NOT EXISTS (SELECT FROM extension_member m
  WHERE m.classid = 'pg_class'::regclass AND m.objid = c.oid)
