SELECT '' AS schema, '' AS parent,
  split_part(c.entry, '=', 1) AS name,
  coalesce(r.rolname, '') AS args, 0 AS oid, 0 AS sub,
  substr(c.entry, strpos(c.entry, '=') + 1) AS value,
  coalesce((SELECT s.context FROM pg_settings s WHERE s.name = split_part(c.entry, '=', 1)), 'user')
    AS "#context"
FROM pg_db_role_setting x
CROSS JOIN LATERAL unnest(x.setconfig) AS c(entry)
LEFT JOIN pg_roles r ON r.oid = x.setrole
WHERE x.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
AND split_part(c.entry, '=', 1) <> 'default_transaction_read_only'
