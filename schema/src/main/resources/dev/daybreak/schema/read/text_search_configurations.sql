SELECT n.nspname AS schema, '' AS parent, c.cfgname AS name, '' AS args, c.oid, 0 AS sub,
  (SELECT format('%I.%I', pn.nspname, p.prsname) FROM pg_ts_parser p
    JOIN pg_namespace pn ON pn.oid = p.prsnamespace WHERE p.oid = c.cfgparser) AS parser,
  (SELECT string_agg(replace(replace(x.line, '\', '\\'), E'\n', '\n'), E'\n' ORDER BY x.line) FROM (
    SELECT format('%I WITH %s', t.alias, string_agg(format('%I.%I', dn.nspname, d.dictname), ', '
      ORDER BY m.mapseqno)) AS line
    FROM pg_ts_config_map m JOIN ts_token_type(c.cfgparser) t ON t.tokid = m.maptokentype
    JOIN pg_ts_dict d ON d.oid = m.mapdict JOIN pg_namespace dn ON dn.oid = d.dictnamespace
    WHERE m.mapcfg = c.oid GROUP BY t.alias) x) AS mappings,
  pg_get_userbyid(c.cfgowner) AS owner
FROM pg_ts_config c JOIN user_schema n ON n.oid = c.cfgnamespace
WHERE NOT EXISTS (SELECT FROM extension_member m
  WHERE m.classid = 'pg_ts_config'::regclass AND m.objid = c.oid)
