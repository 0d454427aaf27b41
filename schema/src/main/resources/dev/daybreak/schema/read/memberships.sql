SELECT '' AS schema, '' AS parent, g.rolname AS name, r.rolname AS args, 0 AS oid, 0 AS sub,
  CASE WHEN bool_or(m.admin_option) THEN 'true' END AS admin
  , bool_or(m.inherit_option) AS inherit, bool_or(m.set_option) AS set --@16+
  , bool_or(r.rolinherit) AS inherit, true AS set --@-15
  , bool_or(r.rolinherit) AS "#inherit", true AS "#set"
FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles r ON r.oid = m.member
WHERE r.oid <> 10 GROUP BY g.rolname, r.rolname
