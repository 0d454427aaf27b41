, login AS (
  SELECT r.* FROM pg_roles r WHERE r.rolname = ANY (?)),
member AS (
  SELECT classid, objid FROM extension_member),
relation AS (
  SELECT c.*, n.nspname FROM pg_class c JOIN user_schema n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relpersistence <> 't'
  AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_class'::regclass AND m.objid = c.oid)),
acl AS (
  SELECT 'pg_class'::regclass AS classid, c.oid, c.relacl AS acl,
    acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner) AS usual
  FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
  AND c.relnamespace NOT IN (
    SELECT n.oid FROM pg_namespace n WHERE n.nspname = 'information_schema')
  UNION ALL SELECT 'pg_proc'::regclass, p.oid, p.proacl, acldefault('f', p.proowner)
  FROM pg_proc p
  UNION ALL SELECT 'pg_type'::regclass, t.oid, t.typacl, acldefault('T', t.typowner)
  FROM pg_type t
  UNION ALL SELECT 'pg_language'::regclass, l.oid, l.lanacl, acldefault('l', l.lanowner)
  FROM pg_language l
  UNION ALL SELECT 'pg_namespace'::regclass, n.oid, n.nspacl, acldefault('n', n.nspowner)
  FROM pg_namespace n
  WHERE n.oid NOT IN (SELECT u.oid FROM user_schema u) AND n.nspname <> 'information_schema'),
shipped AS (
  SELECT a.classid, a.oid, coalesce(a.acl, a.usual) AS now, coalesce(i.initprivs, a.usual) AS first
  FROM acl a LEFT JOIN pg_init_privs i
    ON i.classoid = a.classid AND i.objoid = a.oid AND i.objsubid = 0
  WHERE (a.acl IS NOT NULL OR i.initprivs IS NOT NULL)
  AND (a.oid < 16384
    OR EXISTS (SELECT FROM member m WHERE m.classid = a.classid AND m.objid = a.oid))),
changed AS (
  SELECT s.*, p.privilege FROM shipped s CROSS JOIN LATERAL (
    SELECT x.privilege_type FROM aclexplode(s.now) x
    UNION SELECT x.privilege_type FROM aclexplode(s.first) x) AS p(privilege)
  WHERE s.now <> s.first),
deviation AS (
  SELECT d.classid, d.oid, d.privilege, l.rolname,
    EXISTS (SELECT FROM aclexplode(d.now) x WHERE x.privilege_type = d.privilege
      AND (x.grantee = 0 OR pg_has_role(l.oid, x.grantee, 'USAGE'))) AS now,
    EXISTS (SELECT FROM aclexplode(d.first) x WHERE x.privilege_type = d.privilege
      AND (x.grantee = 0 OR pg_has_role(l.oid, x.grantee, 'USAGE'))) AS first
  FROM changed d CROSS JOIN login l WHERE NOT l.rolsuper),
held AS (
  SELECT CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED_VIEW'
      WHEN 'f' THEN 'FOREIGN_TABLE' ELSE 'TABLE' END AS kind,
    c.nspname AS schema, '' AS parent, c.relname AS name, '' AS args, l.rolname,
    concat_ws(', ', CASE WHEN has_table_privilege(l.oid, c.oid, 'SELECT') THEN 'SELECT' END,
      CASE WHEN has_table_privilege(l.oid, c.oid, 'INSERT') THEN 'INSERT' END,
      CASE WHEN has_table_privilege(l.oid, c.oid, 'UPDATE') THEN 'UPDATE' END,
      CASE WHEN has_table_privilege(l.oid, c.oid, 'DELETE') THEN 'DELETE' END,
      CASE WHEN has_table_privilege(l.oid, c.oid, 'TRUNCATE') THEN 'TRUNCATE' END,
      CASE WHEN has_table_privilege(l.oid, c.oid, 'REFERENCES') THEN 'REFERENCES' END,
      CASE WHEN has_table_privilege(l.oid, c.oid, 'TRIGGER') THEN 'TRIGGER' END,
      CASE WHEN has_table_privilege(l.oid, c.oid, 'MAINTAIN') THEN 'MAINTAIN' END, --@17+
      CASE WHEN NOT c.relrowsecurity OR l.rolsuper OR l.rolbypassrls OR NOT c.relforcerowsecurity
        AND pg_has_role(l.oid, c.relowner, 'USAGE') THEN 'ALL ROWS' END,
      CASE WHEN pg_has_role(l.oid, c.relowner, 'USAGE') THEN 'OWNERSHIP' END) AS privileges
  FROM relation c CROSS JOIN login l WHERE c.relkind <> 'S'
  UNION ALL SELECT 'SEQUENCE', c.nspname, '', c.relname, '', l.rolname,
    concat_ws(', ', CASE WHEN has_sequence_privilege(l.oid, c.oid, 'USAGE') THEN 'USAGE' END,
      CASE WHEN has_sequence_privilege(l.oid, c.oid, 'SELECT') THEN 'SELECT' END,
      CASE WHEN has_sequence_privilege(l.oid, c.oid, 'UPDATE') THEN 'UPDATE' END,
      CASE WHEN pg_has_role(l.oid, c.relowner, 'USAGE') THEN 'OWNERSHIP' END)
  FROM relation c CROSS JOIN login l WHERE c.relkind = 'S'
  UNION ALL SELECT 'COLUMN', c.nspname, c.relname, a.attname, '', l.rolname,
    (SELECT string_agg(p, ', ')
      FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) p
      WHERE has_column_privilege(l.oid, c.oid, a.attnum, p)
      AND NOT has_table_privilege(l.oid, c.oid, p))
  FROM relation c JOIN pg_attribute a ON a.attrelid = c.oid CROSS JOIN login l
  WHERE a.attacl IS NOT NULL AND NOT a.attisdropped
  UNION ALL SELECT CASE p.prokind WHEN 'p' THEN 'PROCEDURE' WHEN 'a' THEN 'AGGREGATE'
      ELSE 'FUNCTION' END, n.nspname, '', p.proname, oidvectortypes(p.proargtypes), l.rolname,
    concat_ws(', ', CASE WHEN has_function_privilege(l.oid, p.oid, 'EXECUTE') THEN 'EXECUTE' END,
      CASE WHEN pg_has_role(l.oid, p.proowner, 'USAGE') THEN 'OWNERSHIP' END)
  FROM pg_proc p JOIN user_schema n ON n.oid = p.pronamespace CROSS JOIN login l
  WHERE NOT EXISTS (SELECT FROM member m
    WHERE m.classid = 'pg_proc'::regclass AND m.objid = p.oid)
  UNION ALL SELECT CASE t.typtype WHEN 'e' THEN 'ENUM' WHEN 'd' THEN 'DOMAIN'
      WHEN 'c' THEN 'COMPOSITE' ELSE 'RANGE' END, n.nspname, '', t.typname, '', l.rolname,
    concat_ws(', ', CASE WHEN has_type_privilege(l.oid, t.oid, 'USAGE') THEN 'USAGE' END,
      CASE WHEN pg_has_role(l.oid, t.typowner, 'USAGE') THEN 'OWNERSHIP' END)
  FROM pg_type t JOIN user_schema n ON n.oid = t.typnamespace CROSS JOIN login l
  WHERE (t.typtype IN ('e', 'd', 'r')
    OR EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c'))
  AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_type'::regclass AND m.objid = t.oid)
  UNION ALL SELECT 'SCHEMA', '', '', n.nspname, '', l.rolname,
    concat_ws(', ', CASE WHEN has_schema_privilege(l.oid, n.oid, 'USAGE') THEN 'USAGE' END,
      CASE WHEN has_schema_privilege(l.oid, n.oid, 'CREATE') THEN 'CREATE' END,
      CASE WHEN pg_has_role(l.oid, n.nspowner, 'USAGE') THEN 'OWNERSHIP' END)
  FROM user_schema n CROSS JOIN login l
  WHERE NOT EXISTS (SELECT FROM member m
    WHERE m.classid = 'pg_namespace'::regclass AND m.objid = n.oid)
  UNION ALL SELECT 'DATABASE', '', '', '', '', l.rolname,
    concat_ws(', ', CASE WHEN has_database_privilege(l.oid, d.oid, 'CONNECT') THEN 'CONNECT' END,
      CASE WHEN has_database_privilege(l.oid, d.oid, 'CREATE') THEN 'CREATE' END,
      CASE WHEN has_database_privilege(l.oid, d.oid, 'TEMPORARY') THEN 'TEMPORARY' END,
      CASE WHEN pg_has_role(l.oid, d.datdba, 'USAGE') THEN 'OWNERSHIP' END)
  FROM pg_database d CROSS JOIN login l WHERE d.datname = current_database()
  UNION ALL SELECT 'FOREIGN_DATA_WRAPPER', '', '', f.fdwname, '', l.rolname,
    concat_ws(', ',
      CASE WHEN has_foreign_data_wrapper_privilege(l.oid, f.oid, 'USAGE') THEN 'USAGE' END)
  FROM pg_foreign_data_wrapper f CROSS JOIN login l
  UNION ALL SELECT 'FOREIGN_SERVER', '', '', s.srvname, '', l.rolname,
    concat_ws(', ', CASE WHEN has_server_privilege(l.oid, s.oid, 'USAGE') THEN 'USAGE' END,
      CASE WHEN pg_has_role(l.oid, s.srvowner, 'USAGE') THEN 'OWNERSHIP' END)
  FROM pg_foreign_server s CROSS JOIN login l
  UNION ALL SELECT 'PARAMETER', '', '', p.parname, '', l.rolname, --@15+
    (SELECT string_agg(x, ', ') FROM unnest(ARRAY['SET', 'ALTER SYSTEM']) x --@15+
      WHERE has_parameter_privilege(l.oid, p.parname, x)) --@15+
  FROM pg_parameter_acl p CROSS JOIN login l WHERE NOT l.rolsuper --@15+
  UNION ALL SELECT 'ROLE', '', '', l.rolname, '', l.rolname,
    concat_ws(', ', CASE WHEN l.rolcanlogin THEN 'LOGIN' END,
      CASE WHEN l.rolsuper THEN 'SUPERUSER' END,
      CASE WHEN l.rolbypassrls THEN 'BYPASSRLS' END,
      CASE WHEN l.rolcreaterole THEN 'CREATEROLE' END,
      CASE WHEN l.rolcreatedb THEN 'CREATEDB' END,
      CASE WHEN l.rolreplication THEN 'REPLICATION' END)
  FROM login l
  UNION ALL SELECT 'MEMBERSHIP', '', '', g.rolname, l.rolname, l.rolname,
    concat_ws(', ', CASE WHEN pg_has_role(l.oid, g.oid, 'MEMBER') THEN 'MEMBER' END,
      CASE WHEN pg_has_role(l.oid, g.oid, 'SET') THEN 'SET' END, --@16+
      CASE WHEN pg_has_role(l.oid, g.oid, 'USAGE') THEN 'USAGE' END)
  FROM pg_roles g CROSS JOIN login l WHERE NOT l.rolsuper AND g.oid <> l.oid
  AND pg_has_role(l.oid, g.oid, 'MEMBER')
  UNION ALL SELECT 'SHIPPED', '', '',
    regexp_replace(i.identity, '\mpg_catalog\.json\M(?![.(])', 'json', 'g'), i.type, d.rolname,
    string_agg(CASE WHEN d.now THEN 'added ' ELSE 'lost ' END || d.privilege, ', '
      ORDER BY d.privilege)
  FROM deviation d CROSS JOIN LATERAL pg_identify_object(d.classid, d.oid, 0) i
  WHERE d.now <> d.first GROUP BY i.identity, i.type, d.rolname)
SELECT h.kind, h.schema, h.parent, h.name, h.args, coalesce(h.privileges, '') AS privileges,
  array_agg(h.rolname::text) AS roles
FROM held h GROUP BY 1, 2, 3, 4, 5, 6
