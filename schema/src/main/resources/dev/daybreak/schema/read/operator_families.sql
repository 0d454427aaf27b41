, family_operator AS (
  SELECT o.oid, o.amopfamily, o.amopstrategy AS number,
    format('OPERATOR %s %s', o.amopstrategy, o.amopopr::regoperator)
      || CASE WHEN o.amoppurpose = 'o' THEN (SELECT format(' FOR ORDER BY %I.%I', sn.nspname,
          s.opfname) FROM pg_opfamily s JOIN pg_namespace sn ON sn.oid = s.opfnamespace
          WHERE s.oid = o.amopsortfamily) ELSE '' END AS text,
    (SELECT d.refobjid FROM pg_depend d WHERE d.classid = 'pg_amop'::regclass
      AND d.objid = o.oid AND d.refclassid = 'pg_opclass'::regclass) AS class
  FROM pg_amop o WHERE o.oid >= 16384),
family_function AS (
  SELECT p.oid, p.amprocfamily, p.amprocnum AS number,
    format('FUNCTION %s (%s, %s) %s', p.amprocnum, format_type(p.amproclefttype, NULL),
      format_type(p.amprocrighttype, NULL), p.amproc::regprocedure) AS text,
    (SELECT d.refobjid FROM pg_depend d WHERE d.classid = 'pg_amproc'::regclass
      AND d.objid = p.oid AND d.refclassid = 'pg_opclass'::regclass) AS class
  FROM pg_amproc p WHERE p.oid >= 16384)
SELECT n.nspname AS schema, '' AS parent, f.opfname AS name, a.amname AS args, f.oid, 0 AS sub,
  (SELECT string_agg(m.text, E',\n  ' ORDER BY m.number, m.text) FROM family_operator m
    WHERE m.amopfamily = f.oid) AS operators,
  (SELECT string_agg(m.text, E',\n  ' ORDER BY m.number, m.text) FROM family_function m
    WHERE m.amprocfamily = f.oid) AS functions,
  (SELECT string_agg(m.text, E',\n  ' ORDER BY m.number, m.text) FROM family_operator m
    WHERE m.amopfamily = f.oid AND m.class IS NULL) AS "#loose operators",
  (SELECT string_agg(m.text, E',\n  ' ORDER BY m.number, m.text) FROM family_function m
    WHERE m.amprocfamily = f.oid AND m.class IS NULL) AS "#loose functions",
  pg_get_userbyid(f.opfowner) AS owner
FROM pg_opfamily f JOIN user_schema n ON n.oid = f.opfnamespace
JOIN pg_am a ON a.oid = f.opfmethod
WHERE NOT EXISTS (SELECT FROM extension_member m
  WHERE m.classid = 'pg_opfamily'::regclass AND m.objid = f.oid)
