SELECT DISTINCT d.classid::regclass::text AS catalog, d.objid AS oid,
  d.refclassid::regclass::text AS ref_catalog, d.refobjid AS ref_oid
FROM pg_depend d
WHERE d.deptype IN ('n', 'a', 'i', 'P', 'S') AND d.objid >= 16384 AND d.refobjid >= 16384
AND (d.classid, d.objid) <> (d.refclassid, d.refobjid)
