SELECT n.nspname AS schema, '' AS parent, d.dictname AS name, '' AS args, d.oid, 0 AS sub,
  (SELECT format('%I.%I', tn.nspname, t.tmplname) FROM pg_ts_template t
    JOIN pg_namespace tn ON tn.oid = t.tmplnamespace WHERE t.oid = d.dicttemplate) AS template,
  d.dictinitoption AS options,
  pg_get_userbyid(d.dictowner) AS owner
FROM pg_ts_dict d JOIN user_schema n ON n.oid = d.dictnamespace
WHERE NOT EXISTS (SELECT FROM extension_member m
  WHERE m.classid = 'pg_ts_dict'::regclass AND m.objid = d.oid)
