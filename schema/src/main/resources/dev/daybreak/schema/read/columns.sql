SELECT n.nspname AS schema, c.relname AS parent, a.attname AS name, '' AS args, c.oid,
  a.attnum AS sub,
  row_number() OVER (PARTITION BY a.attrelid ORDER BY a.attnum) AS position,
  format_type(a.atttypid, a.atttypmod) AS type,
  CASE WHEN a.attcollation <> t.typcollation THEN format('%I.%I', cn.nspname, co.collname) END
    AS collation,
  CASE WHEN a.attnotnull THEN 'true' END AS "not null",
  nn.conname AS "not null name", --@18+
  CASE WHEN nn.connoinherit THEN 'true' END AS "not null no inherit", --@18+
  CASE WHEN nn.conislocal AND nn.coninhcount > 0 THEN 'true' END AS "not null own", --@18+
  CASE WHEN NOT nn.convalidated THEN 'true' END AS "not null unchecked", --@18+
  obj_description(nn.oid, 'pg_constraint') AS "not null comment", --@18+
  CASE a.attidentity WHEN 'a' THEN 'ALWAYS' WHEN 'd' THEN 'BY DEFAULT' END AS identity,
  CASE a.attgenerated WHEN 's' THEN 'STORED' WHEN 'v' THEN 'VIRTUAL' END AS generated,
  CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END AS expression,
  CASE WHEN a.attstorage <> t.typstorage AND c.relkind IN ('r', 'p', 'm') THEN
    CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'x' THEN 'EXTENDED'
      WHEN 'm' THEN 'MAIN' END END AS storage,
  CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END AS compression, --@14+
  CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END AS "statistics target",
  (SELECT string_agg(o, ', ' ORDER BY o) FROM unnest(a.attoptions) o
    -- The server's own book-keeping, which ALTER TABLE does not take, such as pg_attver.
    WHERE o NOT LIKE 'pg\_%') AS options,
  (SELECT string_agg(format('%I %L', o.option_name, o.option_value), ', ' ORDER BY o.option_name)
    FROM pg_options_to_table(a.attfdwoptions) o) AS "foreign options",
  CASE WHEN a.attislocal THEN 'true' END AS local
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
JOIN user_schema n ON n.oid = c.relnamespace
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_constraint nn ON nn.conrelid = c.oid AND nn.contype = 'n' --@18+
  AND nn.conkey = ARRAY[a.attnum] --@18+
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_collation co ON co.oid = a.attcollation
LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
AND c.relpersistence <> 't'
AND NOT EXISTS (SELECT FROM extension_member m
  WHERE m.classid = 'pg_class'::regclass AND m.objid = c.oid)
