SELECT n.nspname AS schema, '' AS parent, o.oprname AS name,
  CASE WHEN o.oprleft = 0 THEN 'NONE' ELSE format_type(o.oprleft, NULL) END || ', '
    || format_type(o.oprright, NULL) AS args, o.oid, 0 AS sub,
  (SELECT format('%I.%I', fn.nspname, f.proname) FROM pg_proc f
    JOIN pg_namespace fn ON fn.oid = f.pronamespace WHERE f.oid = o.oprcode) AS function,
  CASE WHEN o.oprleft <> 0 THEN format_type(o.oprleft, NULL) END AS "left",
  format_type(o.oprright, NULL) AS "right",
  (SELECT format('OPERATOR(%I.%s)', xn.nspname, x.oprname) FROM pg_operator x
    JOIN pg_namespace xn ON xn.oid = x.oprnamespace WHERE x.oid = o.oprcom
      OR o.oprcom = 0 AND x.oprcom = o.oid AND x.oid <> o.oid LIMIT 1) AS commutator,
  (SELECT format('OPERATOR(%I.%s)', xn.nspname, x.oprname) FROM pg_operator x
    JOIN pg_namespace xn ON xn.oid = x.oprnamespace WHERE x.oid = o.oprnegate
      OR o.oprnegate = 0 AND x.oprnegate = o.oid LIMIT 1) AS negator,
  (SELECT format('%I.%I', fn.nspname, f.proname) FROM pg_proc f
    JOIN pg_namespace fn ON fn.oid = f.pronamespace WHERE f.oid = o.oprrest) AS restrict,
  (SELECT format('%I.%I', fn.nspname, f.proname) FROM pg_proc f
    JOIN pg_namespace fn ON fn.oid = f.pronamespace WHERE f.oid = o.oprjoin) AS "join",
  CASE WHEN o.oprcanhash THEN 'true' END AS hashes,
  CASE WHEN o.oprcanmerge THEN 'true' END AS merges,
  pg_get_userbyid(o.oprowner) AS owner
FROM pg_operator o JOIN user_schema n ON n.oid = o.oprnamespace
WHERE o.oprcode <> 0 AND NOT EXISTS (SELECT FROM extension_member m
  WHERE m.classid = 'pg_operator'::regclass AND m.objid = o.oid)
