SELECT n.nspname AS schema, '' AS parent, c.relname AS name, '' AS args, c.oid, 0 AS sub,
  CASE c.relpersistence WHEN 'u' THEN 'unlogged' ELSE 'permanent' END AS persistence,
  CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS "partition key",
  CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END AS "partition bound",
  (SELECT string_agg(format('%I.%I', pn.nspname, p.relname), ', ' ORDER BY i.inhseqno)
    FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent
    JOIN pg_namespace pn ON pn.oid = p.relnamespace WHERE i.inhrelid = c.oid) AS inherits,
  (SELECT string_agg(o, ', ' ORDER BY o) FROM (SELECT unnest(c.reloptions) AS o
    UNION ALL SELECT 'toast.' || unnest(t.reloptions)) x) AS options,
  CASE WHEN am.amname <> 'heap' THEN am.amname END AS "access method",
  CASE c.relreplident WHEN 'n' THEN 'nothing' WHEN 'f' THEN 'full'
    -- Without its index it is as good as nothing.
    WHEN 'i' THEN coalesce('index ' || (SELECT quote_ident(ic.relname) FROM pg_index x
      JOIN pg_class ic ON ic.oid = x.indexrelid WHERE x.indrelid = c.oid AND x.indisreplident),
      'nothing') END AS "replica identity",
  CASE WHEN c.relrowsecurity THEN 'enabled' END AS "row security",
  CASE WHEN c.relforcerowsecurity THEN 'forced' END AS "row security force",
  CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END AS "of type",
  pg_get_userbyid(c.relowner) AS owner,
  pg_relation_size(c.oid) AS "#bytes",
  (SELECT string_agg(replace(replace(pn.nspname, '\', '\\'), E'\n', '\n') || E'\n'
      || replace(replace(p.relname, '\', '\\'), E'\n', '\n'), E'\n' ORDER BY i.inhseqno)
    FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent
    JOIN pg_namespace pn ON pn.oid = p.relnamespace WHERE i.inhrelid = c.oid) AS "#parents"
FROM pg_class c JOIN user_schema n ON n.oid = c.relnamespace
LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
LEFT JOIN pg_am am ON am.oid = c.relam
WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
AND NOT EXISTS (SELECT FROM extension_member m
  WHERE m.classid = 'pg_class'::regclass AND m.objid = c.oid)
