SELECT '' AS schema, '' AS parent, '' AS name, '' AS args, d.oid, 0 AS sub,
  d.datname AS "#name", pg_get_userbyid(d.datdba) AS "#owner"
FROM pg_database d WHERE d.datname = current_database()
