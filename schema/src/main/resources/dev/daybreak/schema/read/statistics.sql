SELECT n.nspname AS schema, '' AS parent, s.stxname AS name, '' AS args, s.oid, 0 AS sub,
  pg_get_statisticsobjdef(s.oid) AS definition,
  CASE WHEN s.stxstattarget >= 0 THEN s.stxstattarget END AS "statistics target", --@13+
  pg_get_userbyid(s.stxowner) AS owner
FROM pg_statistic_ext s JOIN user_schema n ON n.oid = s.stxnamespace
WHERE NOT EXISTS (SELECT FROM extension_member m
  WHERE m.classid = 'pg_statistic_ext'::regclass AND m.objid = s.oid)
