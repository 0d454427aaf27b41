, acl AS (
  SELECT 'pg_class' AS catalog, c.oid, 0 AS sub, c.relowner AS owner, c.relacl AS acl,
    acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner) AS initial
  FROM pg_class c JOIN user_schema n ON n.oid = c.relnamespace WHERE c.relacl IS NOT NULL
  UNION ALL SELECT 'pg_class', a.attrelid, a.attnum, c.relowner, a.attacl, '{}'::aclitem[]
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  JOIN user_schema n ON n.oid = c.relnamespace WHERE a.attacl IS NOT NULL AND NOT a.attisdropped
  UNION ALL SELECT 'pg_proc', p.oid, 0, p.proowner, p.proacl, acldefault('f', p.proowner)
  FROM pg_proc p JOIN user_schema n ON n.oid = p.pronamespace WHERE p.proacl IS NOT NULL
  UNION ALL SELECT 'pg_type', t.oid, 0, t.typowner, t.typacl, acldefault('T', t.typowner)
  FROM pg_type t JOIN user_schema n ON n.oid = t.typnamespace WHERE t.typacl IS NOT NULL
  -- Every database begins with a schema public that has rights of its own, so none go unsaid.
  UNION ALL SELECT 'pg_namespace', n.oid, 0, s.nspowner,
    coalesce(s.nspacl, acldefault('n', s.nspowner)),
    CASE WHEN n.nspname <> 'public' THEN acldefault('n', s.nspowner) END
  FROM user_schema n JOIN pg_namespace s ON s.oid = n.oid
  WHERE s.nspacl IS NOT NULL OR n.nspname = 'public'
  UNION ALL SELECT 'pg_foreign_data_wrapper', f.oid, 0, f.fdwowner, f.fdwacl,
    acldefault('F', f.fdwowner)
  FROM pg_foreign_data_wrapper f WHERE f.fdwacl IS NOT NULL
  UNION ALL SELECT 'pg_foreign_server', s.oid, 0, s.srvowner, s.srvacl,
    acldefault('S', s.srvowner)
  FROM pg_foreign_server s WHERE s.srvacl IS NOT NULL
  UNION ALL SELECT 'pg_parameter_acl', p.oid, 0, 10, p.paracl, NULL FROM pg_parameter_acl p --@15+
  UNION ALL SELECT 'pg_database', d.oid, 0, d.datdba, d.datacl, acldefault('d', d.datdba)
  FROM pg_database d WHERE d.datname = current_database() AND d.datacl IS NOT NULL
  UNION ALL SELECT 'pg_default_acl', d.oid, 0, d.defaclrole, d.defaclacl, NULL
  FROM pg_default_acl d)
SELECT acl.catalog, acl.oid, acl.sub,
  CASE WHEN x.grantee = 0 THEN 'public' ELSE pg_get_userbyid(x.grantee) END AS grantee,
  CASE WHEN x.grantor <> acl.owner THEN pg_get_userbyid(x.grantor) END AS grantor,
  string_agg(DISTINCT x.privilege_type || CASE WHEN x.is_grantable THEN '*' ELSE '' END, ', '
    ORDER BY x.privilege_type || CASE WHEN x.is_grantable THEN '*' ELSE '' END) AS privileges
FROM acl LEFT JOIN LATERAL aclexplode(acl.acl) x ON true
WHERE acl.initial IS NULL
OR ARRAY(SELECT i::text FROM unnest(acl.acl) i ORDER BY 1)
  <> ARRAY(SELECT i::text FROM unnest(acl.initial) i ORDER BY 1)
GROUP BY 1, 2, 3, 4, 5
