SELECT string_agg(format('SELECT %L AS catalog, c.oid FROM pg_catalog.%I c WHERE c.oid >= 16384',
    c.relname, c.relname), ' UNION ALL ')
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'oid'
WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r' AND NOT c.relisshared
AND has_column_privilege(c.oid, a.attnum, 'SELECT') AND c.relname <> 'pg_largeobject_metadata'
