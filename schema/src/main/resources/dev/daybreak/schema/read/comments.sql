SELECT d.classoid::regclass::text AS catalog, d.objoid AS oid, d.objsubid AS sub, d.description,
  -- Comments on ranges' multiranges and on NOT NULL of columns are read with those.
  d.objoid >= 16384 AND NOT EXISTS (SELECT FROM extension_member m
      WHERE m.classid = d.classoid AND m.objid = d.objoid)
    AND NOT EXISTS (SELECT FROM pg_range r --@14+
      WHERE d.classoid = 'pg_type'::regclass AND r.rngmultitypid = d.objoid) --@14+
    AND NOT EXISTS (SELECT FROM pg_constraint k WHERE d.classoid = 'pg_constraint'::regclass
      AND k.oid = d.objoid AND k.contype = 'n' AND k.conrelid <> 0) AS ours
FROM pg_description d
UNION ALL
SELECT d.classoid::regclass::text, d.objoid, 0, d.description, false FROM pg_shdescription d
