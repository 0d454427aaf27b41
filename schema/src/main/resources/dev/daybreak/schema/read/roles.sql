SELECT '' AS schema, '' AS parent, r.rolname AS name, '' AS args, r.oid, 0 AS sub,
  r.rolsuper AS superuser, r.rolinherit AS inherit, r.rolcreaterole AS "create role",
  r.rolcreatedb AS "create database", r.rolcanlogin AS login, r.rolreplication AS replication,
  r.rolbypassrls AS "bypass row security", r.rolconnlimit AS "connection limit",
  to_char(r.rolvaliduntil AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "valid until",
  (SELECT string_agg(replace(replace(s, '\', '\\'), E'\n', '\n'), E'\n' ORDER BY s)
    FROM pg_db_role_setting x, unnest(x.setconfig) s
    WHERE x.setrole = r.oid AND x.setdatabase = 0) AS settings,
  CASE WHEN r.oid = 10 THEN 'true' END AS "#bootstrap",
  CASE WHEN r.oid = 10 OR r.oid IN (
  WITH RECURSIVE direct AS (
    SELECT refobjid AS oid FROM pg_shdepend WHERE refclassid = 'pg_authid'::regclass
      AND (dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
        OR classid = 'pg_database'::regclass AND objid =
          (SELECT oid FROM pg_database WHERE datname = current_database()))
    UNION SELECT setrole FROM pg_db_role_setting WHERE setrole <> 0 AND setdatabase =
      (SELECT oid FROM pg_database WHERE datname = current_database())),
  down AS (SELECT oid FROM direct
    UNION SELECT m.member FROM pg_auth_members m JOIN down ON m.roleid = down.oid),
  up AS (SELECT oid FROM down
    UNION SELECT m.roleid FROM pg_auth_members m JOIN up ON m.member = up.oid)
  SELECT oid FROM up) THEN 'true' END AS "#used"
FROM pg_roles r WHERE r.rolname !~ '^pg_'
