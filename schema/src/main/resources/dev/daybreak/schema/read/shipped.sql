, standard AS (
  -- Its rights are given after the server notes what rights are initial.
  SELECT oid FROM pg_namespace WHERE nspname = 'information_schema'),
acl AS (
  SELECT 'pg_class'::regclass AS classid, c.oid, c.relowner AS owner, c.relacl AS acl,
    acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner) AS usual
  FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
  AND c.relnamespace NOT IN (SELECT s.oid FROM standard s)
  UNION ALL SELECT 'pg_proc'::regclass, p.oid, p.proowner, p.proacl, acldefault('f', p.proowner)
  FROM pg_proc p
  UNION ALL SELECT 'pg_type'::regclass, t.oid, t.typowner, t.typacl, acldefault('T', t.typowner)
  FROM pg_type t
  UNION ALL SELECT 'pg_namespace'::regclass, n.oid, n.nspowner, n.nspacl,
    acldefault('n', n.nspowner)
  FROM pg_namespace n WHERE n.oid NOT IN (SELECT u.oid FROM user_schema u)
  AND n.oid NOT IN (SELECT s.oid FROM standard s)
  UNION ALL SELECT 'pg_language'::regclass, l.oid, l.lanowner, l.lanacl,
    acldefault('l', l.lanowner)
  FROM pg_language l
  UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, w.oid, w.fdwowner, w.fdwacl,
    acldefault('F', w.fdwowner)
  FROM pg_foreign_data_wrapper w
  UNION ALL SELECT 'pg_foreign_server'::regclass, v.oid, v.srvowner, v.srvacl,
    acldefault('S', v.srvowner)
  FROM pg_foreign_server v),
shipped AS (
  SELECT acl.classid, acl.oid, acl.owner, coalesce(acl.acl, acl.usual) AS now,
    coalesce(i.initprivs, acl.usual) AS first
  FROM acl LEFT JOIN pg_init_privs i
    ON i.classoid = acl.classid AND i.objoid = acl.oid AND i.objsubid = 0
  WHERE (acl.acl IS NOT NULL OR i.initprivs IS NOT NULL)
  AND (acl.oid < 16384 OR EXISTS (SELECT FROM extension_member m
    WHERE m.classid = acl.classid AND m.objid = acl.oid))),
now AS (
  SELECT s.classid, s.oid, x.grantee,
    x.privilege_type || CASE WHEN x.is_grantable THEN '*' ELSE '' END AS privilege
  FROM shipped s, aclexplode(s.now) x WHERE x.grantee NOT IN (10, s.owner)),
first AS (
  SELECT s.classid, s.oid, x.grantee,
    x.privilege_type || CASE WHEN x.is_grantable THEN '*' ELSE '' END AS privilege
  FROM shipped s, aclexplode(s.first) x WHERE x.grantee NOT IN (10, s.owner)),
changed AS (
  SELECT 'grant:' AS change, g.* FROM (TABLE now EXCEPT TABLE first) g
  UNION ALL SELECT 'revoke:', r.* FROM (TABLE first EXCEPT TABLE now) r)
SELECT d.classid::regclass::text AS catalog, d.oid, i.type,
  -- JSON is a word of the language from PostgreSQL 17 on, and a name before.
  regexp_replace(i.identity, '\mpg_catalog\.json\M(?![.(])', 'json', 'g') AS identity, d.change
    || CASE WHEN d.grantee = 0 THEN 'public' ELSE pg_get_userbyid(d.grantee) END AS attribute,
  string_agg(d.privilege, ', ' ORDER BY d.privilege) AS privileges,
  (SELECT e.extname FROM pg_depend x JOIN pg_extension e ON e.oid = x.refobjid
    WHERE x.classid = d.classid AND x.objid = d.oid AND x.deptype = 'e'
    AND x.refclassid = 'pg_extension'::regclass) AS extension
FROM changed d CROSS JOIN LATERAL pg_identify_object(d.classid, d.oid, 0) i
GROUP BY d.classid, d.oid, i.type, i.identity, d.change, d.grantee
