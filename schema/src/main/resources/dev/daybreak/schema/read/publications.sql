SELECT '' AS schema, '' AS parent, p.pubname AS name, '' AS args, p.oid, 0 AS sub,
  CASE WHEN p.puballtables THEN 'true' END AS "all tables",
  concat_ws(', ', CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END,
    CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END)
    AS operations,
  CASE WHEN p.pubviaroot THEN 'true' END AS "via root", --@13+
  CASE p.pubgencols WHEN 's' THEN 'stored' END AS "generated columns", --@18+
  (SELECT string_agg(replace(replace('TABLE ONLY ' || format('%I.%I', n.nspname, c.relname)
      || coalesce((SELECT ' (' || string_agg(quote_ident(a.attname), ', ' --@15+
        ORDER BY a.attnum) || ')' FROM pg_attribute a WHERE a.attrelid = c.oid --@15+
        AND a.attnum = ANY (r.prattrs)), '') --@15+
      || coalesce(' WHERE (' || pg_get_expr(r.prqual, r.prrelid) || ')', '') --@15+
      , '\', '\\'), E'\n', '\n'), E'\n' ORDER BY n.nspname, c.relname)
    FROM pg_publication_rel r JOIN pg_class c ON c.oid = r.prrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace WHERE r.prpubid = p.oid) AS tables,
  (SELECT string_agg(quote_ident(n.nspname), ', ' ORDER BY n.nspname) --@15+
    FROM pg_publication_namespace x JOIN pg_namespace n ON n.oid = x.pnnspid --@15+
    WHERE x.pnpubid = p.oid) AS schemas, --@15+
  pg_get_userbyid(p.pubowner) AS owner
FROM pg_publication p
WHERE p.pubname !~ '^daybreak_' AND NOT EXISTS (SELECT FROM extension_member m
  WHERE m.classid = 'pg_publication'::regclass AND m.objid = p.oid)
