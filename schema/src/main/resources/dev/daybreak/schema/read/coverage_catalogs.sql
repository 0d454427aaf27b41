SELECT string_agg(format('SELECT %L AS catalog, c.oid FROM pg_catalog.%I c WHERE c.oid >= 16384%s',
    c.relname, c.relname,
    CASE c.relname WHEN 'pg_subscription' THEN ' AND c.subdbid = (SELECT d.oid FROM
      pg_catalog.pg_database d WHERE d.datname = current_database())' ELSE '' END), ' UNION ALL ')
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'oid'
WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r'
AND (NOT c.relisshared OR c.relname = 'pg_subscription')
AND has_column_privilege(c.oid, a.attnum, 'SELECT')
AND c.relname <> 'pg_largeobject_metadata'
