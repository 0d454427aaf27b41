, acl AS (
  SELECT 'pg_class' AS catalog, c.oid, 0 AS sub, c.relacl AS acl,
    acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner) AS initial
  FROM pg_class c JOIN user_schema n ON n.oid = c.relnamespace WHERE c.relacl IS NOT NULL
  UNION ALL SELECT 'pg_class', a.attrelid, a.attnum, a.attacl, '{}'::aclitem[]
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  JOIN user_schema n ON n.oid = c.relnamespace WHERE a.attacl IS NOT NULL AND NOT a.attisdropped
  UNION ALL SELECT 'pg_proc', p.oid, 0, p.proacl, acldefault('f', p.proowner)
  FROM pg_proc p JOIN user_schema n ON n.oid = p.pronamespace WHERE p.proacl IS NOT NULL
  UNION ALL SELECT 'pg_type', t.oid, 0, t.typacl, acldefault('T', t.typowner)
  FROM pg_type t JOIN user_schema n ON n.oid = t.typnamespace WHERE t.typacl IS NOT NULL
  UNION ALL SELECT 'pg_namespace', n.oid, 0, s.nspacl, acldefault('n', s.nspowner)
  FROM user_schema n JOIN pg_namespace s ON s.oid = n.oid WHERE s.nspacl IS NOT NULL
  UNION ALL SELECT 'pg_database', d.oid, 0, d.datacl, acldefault('d', d.datdba)
  FROM pg_database d WHERE d.datname = current_database() AND d.datacl IS NOT NULL
  UNION ALL SELECT 'pg_default_acl', d.oid, 0, d.defaclacl, NULL FROM pg_default_acl d)
SELECT acl.catalog, acl.oid, acl.sub,
  CASE WHEN x.grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(x.grantee) END AS grantee,
  string_agg(DISTINCT x.privilege_type || CASE WHEN x.is_grantable THEN '*' ELSE '' END, ', '
    ORDER BY x.privilege_type || CASE WHEN x.is_grantable THEN '*' ELSE '' END) AS privileges
FROM acl LEFT JOIN LATERAL aclexplode(acl.acl) x ON true
WHERE acl.initial IS NULL
OR ARRAY(SELECT i::text FROM unnest(acl.acl) i ORDER BY 1)
  <> ARRAY(SELECT i::text FROM unnest(acl.initial) i ORDER BY 1)
GROUP BY 1, 2, 3, 4
