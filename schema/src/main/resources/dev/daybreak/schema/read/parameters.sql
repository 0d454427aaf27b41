SELECT '' AS schema, '' AS parent, p.parname AS name, '' AS args, p.oid, 0 AS sub --@15+
FROM pg_parameter_acl p --@15+
SELECT '' AS schema, '' AS parent, '' AS name, '' AS args, 0 AS oid, 0 AS sub WHERE false --@-14
