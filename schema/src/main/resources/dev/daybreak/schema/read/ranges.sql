SELECT n.nspname AS schema, '' AS parent, t.typname AS name, '' AS args, t.oid, 0 AS sub,
  format_type(r.rngsubtype, NULL) AS subtype,
  CASE WHEN NOT oc.opcdefault THEN format('%I.%I', ocn.nspname, oc.opcname) END AS "operator class",
  CASE WHEN r.rngcollation <> st.typcollation THEN format('%I.%I', cn.nspname, co.collname) END
    AS collation,
  CASE WHEN r.rngcanonical <> 0 THEN (SELECT format('%I.%I', pn.nspname, p.proname)
    FROM pg_proc p JOIN pg_namespace pn ON pn.oid = p.pronamespace WHERE p.oid = r.rngcanonical)
    END AS canonical,
  CASE WHEN r.rngsubdiff <> 0 THEN (SELECT format('%I.%I', pn.nspname, p.proname)
    FROM pg_proc p JOIN pg_namespace pn ON pn.oid = p.pronamespace WHERE p.oid = r.rngsubdiff)
    END AS "subtype difference",
  (SELECT format('%I.%I', mn.nspname, mt.typname) FROM pg_type mt --@14+
    JOIN pg_namespace mn ON mn.oid = mt.typnamespace --@14+
    WHERE mt.oid = r.rngmultitypid) AS multirange, --@14+
  obj_description(r.rngmultitypid, 'pg_type') AS "multirange comment", --@14+
  pg_get_userbyid(t.typowner) AS owner
FROM pg_type t JOIN user_schema n ON n.oid = t.typnamespace
JOIN pg_range r ON r.rngtypid = t.oid
JOIN pg_type st ON st.oid = r.rngsubtype
JOIN pg_opclass oc ON oc.oid = r.rngsubopc
JOIN pg_namespace ocn ON ocn.oid = oc.opcnamespace
LEFT JOIN pg_collation co ON co.oid = r.rngcollation
LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
WHERE NOT EXISTS (SELECT FROM extension_member m
  WHERE m.classid = 'pg_type'::regclass AND m.objid = t.oid)
