SELECT coalesce(n.nspname, '') AS schema, '' AS parent, pg_get_userbyid(d.defaclrole) AS name,
  CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS'
    WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS'
    WHEN 'L' THEN 'LARGE OBJECTS' ELSE d.defaclobjtype::text END AS args,
  d.oid, 0 AS sub
FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
WHERE n.nspname IS DISTINCT FROM 'daybreak'
