SELECT n.nspname AS schema, c.relname AS parent, t.tgname AS name, '' AS args, t.oid, 0 AS sub,
  pg_get_triggerdef(t.oid) AS definition, t.tgenabled AS enabled,
  CASE WHEN t.tgparentid <> 0 THEN 'true' END AS cloned, --@13+
  CASE WHEN t.tgisinternal THEN 'true' END AS cloned, --@-12
  c.relkind AS "#relation kind"
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
JOIN user_schema n ON n.oid = c.relnamespace
WHERE (NOT t.tgisinternal
  OR t.tgparentid <> 0 AND (t.tgconstraint = 0 OR EXISTS (SELECT FROM pg_constraint k --@13+
    WHERE k.oid = t.tgconstraint AND k.contype = 't')) --@13+
  OR EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_trigger'::regclass --@-12
    AND d.objid = t.oid AND d.refclassid = 'pg_trigger'::regclass AND d.deptype = 'P') --@-12
  ) AND c.relpersistence <> 't' AND NOT EXISTS (SELECT FROM extension_member m
  WHERE m.classid = 'pg_class'::regclass AND m.objid = c.oid)
