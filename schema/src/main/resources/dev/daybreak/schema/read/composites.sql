SELECT n.nspname AS schema, '' AS parent, t.typname AS name, '' AS args, t.oid, 0 AS sub,
  (SELECT string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
      || CASE WHEN a.attcollation <> bt.typcollation
           THEN format(' COLLATE %I.%I', cn.nspname, co.collname) ELSE '' END,
      ', ' ORDER BY a.attnum)
    FROM pg_attribute a JOIN pg_type bt ON bt.oid = a.atttypid
    LEFT JOIN pg_collation co ON co.oid = a.attcollation
    LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
    WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped) AS attributes,
  pg_get_userbyid(t.typowner) AS owner
FROM pg_type t JOIN user_schema n ON n.oid = t.typnamespace
JOIN pg_class c ON c.oid = t.typrelid AND c.relkind = 'c'
WHERE t.typtype = 'c' AND NOT EXISTS (SELECT FROM extension_member m
  WHERE m.classid = 'pg_type'::regclass AND m.objid = t.oid)
