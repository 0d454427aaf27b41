SELECT n.nspname AS schema, '' AS parent, p.proname AS name,
  oidvectortypes(p.proargtypes) AS args, p.oid, 0 AS sub,
  pg_get_function_arguments(p.oid) AS arguments,
  a.aggkind AS kind,
  (SELECT format('%I.%I', fn.nspname, f.proname) FROM pg_proc f
    JOIN pg_namespace fn ON fn.oid = f.pronamespace WHERE f.oid = a.aggtransfn)
    AS "transition function",
  format_type(a.aggtranstype, NULL) AS "transition type",
  nullif(a.aggtransspace, 0) AS "transition space",
  (SELECT format('%I.%I', fn.nspname, f.proname) FROM pg_proc f
    JOIN pg_namespace fn ON fn.oid = f.pronamespace WHERE f.oid = a.aggfinalfn)
    AS "final function",
  CASE WHEN a.aggfinalextra THEN 'true' END AS "final extra",
  a.aggfinalmodify AS "final modify",
  (SELECT format('%I.%I', fn.nspname, f.proname) FROM pg_proc f
    JOIN pg_namespace fn ON fn.oid = f.pronamespace WHERE f.oid = a.aggcombinefn)
    AS "combine function",
  (SELECT format('%I.%I', fn.nspname, f.proname) FROM pg_proc f
    JOIN pg_namespace fn ON fn.oid = f.pronamespace WHERE f.oid = a.aggserialfn)
    AS "serial function",
  (SELECT format('%I.%I', fn.nspname, f.proname) FROM pg_proc f
    JOIN pg_namespace fn ON fn.oid = f.pronamespace WHERE f.oid = a.aggdeserialfn)
    AS "deserial function",
  a.agginitval AS "initial value",
  (SELECT format('%I.%I', fn.nspname, f.proname) FROM pg_proc f
    JOIN pg_namespace fn ON fn.oid = f.pronamespace WHERE f.oid = a.aggmtransfn)
    AS "moving transition function",
  (SELECT format('%I.%I', fn.nspname, f.proname) FROM pg_proc f
    JOIN pg_namespace fn ON fn.oid = f.pronamespace WHERE f.oid = a.aggminvtransfn)
    AS "moving inverse function",
  CASE WHEN a.aggmtranstype <> 0 THEN format_type(a.aggmtranstype, NULL) END
    AS "moving transition type",
  (SELECT format('%I.%I', fn.nspname, f.proname) FROM pg_proc f
    JOIN pg_namespace fn ON fn.oid = f.pronamespace WHERE f.oid = a.aggmfinalfn)
    AS "moving final function",
  nullif(a.aggmtransspace, 0) AS "moving transition space",
  CASE WHEN a.aggmfinalextra THEN 'true' END AS "moving final extra",
  CASE WHEN a.aggmfinalfn <> 0 THEN a.aggmfinalmodify END AS "moving final modify",
  a.aggminitval AS "moving initial value",
  (SELECT format('OPERATOR(%I.%s)', opn.nspname, o.oprname) FROM pg_operator o
    JOIN pg_namespace opn ON opn.oid = o.oprnamespace WHERE o.oid = a.aggsortop)
    AS "sort operator",
  p.proparallel AS parallel,
  pg_get_userbyid(p.proowner) AS owner,
  pg_get_function_identity_arguments(p.oid) AS "#identity"
FROM pg_proc p JOIN user_schema n ON n.oid = p.pronamespace
JOIN pg_aggregate a ON a.aggfnoid = p.oid
WHERE NOT EXISTS (SELECT FROM extension_member m
  WHERE m.classid = 'pg_proc'::regclass AND m.objid = p.oid)
