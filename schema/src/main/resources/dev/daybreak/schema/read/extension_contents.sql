, member AS (
  SELECT e.extname, d.classid, d.objid FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
  WHERE d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass),
relation AS (
  SELECT m.extname, c.oid, c.relkind, c.relrowsecurity FROM member m
  JOIN pg_class c ON c.oid = m.objid
  WHERE m.classid = 'pg_class'::regclass AND c.relkind IN ('r', 'p', 'v', 'm', 'f')),
content AS (
  SELECT m.extname, 0::oid AS relation, m.classid, m.objid, 0 AS sub,
    NULL AS definition
  FROM member m WHERE NOT EXISTS (SELECT FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
    WHERE m.classid = 'pg_type'::regclass AND t.oid = m.objid
    AND (c.relkind <> 'c' OR EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)))
  UNION ALL SELECT r.extname, r.oid, 'pg_class'::regclass, r.oid, a.attnum::integer, NULL
  FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid
  WHERE a.attnum > 0 AND NOT a.attisdropped AND r.relkind IN ('r', 'p')
  UNION ALL SELECT r.extname, r.oid, 'pg_class'::regclass, i.indexrelid, 0,
    pg_get_indexdef(i.indexrelid)
  FROM relation r JOIN pg_index i ON i.indrelid = r.oid
  WHERE NOT EXISTS (SELECT FROM pg_constraint k
    WHERE k.conrelid = r.oid AND k.conindid = i.indexrelid)
  UNION ALL SELECT r.extname, r.oid, 'pg_constraint'::regclass, k.oid, 0,
    format('ALTER TABLE %s ADD CONSTRAINT %I %s', r.oid::regclass, k.conname,
      pg_get_constraintdef(k.oid))
  FROM relation r JOIN pg_constraint k ON k.conrelid = r.oid
  WHERE k.contype IN ('c', 'p', 'u', 'x', 'f')
  UNION ALL SELECT r.extname, r.oid, 'pg_trigger'::regclass, t.oid, 0, pg_get_triggerdef(t.oid)
  FROM relation r JOIN pg_trigger t ON t.tgrelid = r.oid WHERE NOT t.tgisinternal
  UNION ALL SELECT r.extname, r.oid, 'pg_rewrite'::regclass, w.oid, 0, pg_get_ruledef(w.oid)
  FROM relation r JOIN pg_rewrite w ON w.ev_class = r.oid WHERE w.rulename <> '_RETURN'
  UNION ALL SELECT r.extname, r.oid, 'pg_attrdef'::regclass, d.oid, 0,
    format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT %s', r.oid::regclass, a.attname,
      pg_get_expr(d.adbin, d.adrelid))
  FROM relation r JOIN pg_attrdef d ON d.adrelid = r.oid
  JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
  UNION ALL SELECT r.extname, r.oid, 'pg_policy'::regclass, p.oid, 0, NULL
  FROM relation r JOIN pg_policy p ON p.polrelid = r.oid)
SELECT x.extname, (SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = x.relation) AS relation,
  i.type, regexp_replace(i.identity, '\mpg_catalog\.json\M(?![.(])', 'json', 'g') AS identity, x.definition
FROM content x CROSS JOIN LATERAL pg_identify_object(x.classid, x.objid, x.sub) i
UNION ALL SELECT r.extname, r.oid::regclass::text, 'row security of', r.oid::regclass::text,
  format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', r.oid::regclass)
FROM relation r WHERE r.relrowsecurity
ORDER BY 1, 3, 4
