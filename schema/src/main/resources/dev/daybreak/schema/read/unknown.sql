, secret AS (SELECT
  '(pass|pwd|secret|token|credential|private|access_?key|api_?key|service_?account)'::text AS name,
  '(password|passwd|pwd|secret|token)\s*=|://[^/]*:[^/]*@'::text AS value)
SELECT x.what, x.severity, x.object, x.remedy, x.classid::text AS catalog, x.oid FROM (
  SELECT 'base type' AS what, 'BLOCKER' AS severity, format_type(t.oid, NULL) AS object,
    'A type written in C is not moved: install it on the target as an extension.' AS remedy,
    'pg_type'::regclass AS classid, t.oid
  FROM pg_type t JOIN user_schema n ON n.oid = t.typnamespace
  WHERE t.typtype = 'b' AND t.typcategory <> 'A'
  UNION ALL SELECT 'shell type', 'WARNING', format_type(t.oid, NULL),
    'A type that is only announced is not moved.', 'pg_type'::regclass, t.oid
  FROM pg_type t JOIN user_schema n ON n.oid = t.typnamespace
  WHERE t.typtype = 'p' AND NOT t.typisdefined
  UNION ALL SELECT 'shell operator', 'WARNING', o.oid::regoperator::text,
    'An operator that is only announced is not moved.', 'pg_operator'::regclass, o.oid
  FROM pg_operator o JOIN user_schema n ON n.oid = o.oprnamespace WHERE o.oprcode = 0
  UNION ALL SELECT 'text search parser', 'BLOCKER', format('%I.%I', n.nspname, t.prsname),
    'A parser is written in C: install it on the target as an extension.',
    'pg_ts_parser'::regclass, t.oid
  FROM pg_ts_parser t JOIN user_schema n ON n.oid = t.prsnamespace
  UNION ALL SELECT 'text search template', 'BLOCKER', format('%I.%I', n.nspname, t.tmplname),
    'A template is written in C: install it on the target as an extension.',
    'pg_ts_template'::regclass, t.oid
  FROM pg_ts_template t JOIN user_schema n ON n.oid = t.tmplnamespace
  UNION ALL SELECT 'transform', 'BLOCKER', format('for %s language %I',
      format_type(t.trftype, NULL), (SELECT l.lanname FROM pg_language l WHERE l.oid = t.trflang)),
    'Transforms are not moved: create it on the target by hand.', 'pg_transform'::regclass, t.oid
  FROM pg_transform t WHERE t.oid >= 16384
  UNION ALL SELECT 'procedural language', 'BLOCKER', quote_ident(l.lanname),
    'Languages outside an extension are not moved: install it on the target as an extension.',
    'pg_language'::regclass, l.oid
  FROM pg_language l WHERE l.oid >= 16384
  UNION ALL SELECT 'access method', 'BLOCKER', quote_ident(a.amname),
    'An access method is written in C: install it on the target as an extension.',
    'pg_am'::regclass, a.oid
  FROM pg_am a WHERE a.oid >= 16384
  UNION ALL SELECT 'subscription', 'WARNING', quote_ident(s.subname),
    'Subscriptions are not moved: this database also receives changes from elsewhere.',
    'pg_subscription'::regclass, 0
  FROM pg_subscription s WHERE s.subdbid =
    (SELECT oid FROM pg_database WHERE datname = current_database())
  UNION ALL SELECT 'large objects', 'BLOCKER', 'large objects',
    'They are not in the change stream: make them bytea, or remove those nobody needs (vacuumlo).',
    'pg_largeobject_metadata'::regclass, 0
  FROM pg_largeobject_metadata HAVING count(*) > 0
  UNION ALL SELECT 'connection limit of the database', 'WARNING', 'database',
    'Set it on the target after the cutover: ALTER DATABASE ... CONNECTION LIMIT.',
    'pg_database'::regclass, 0
  FROM pg_database WHERE datname = current_database() AND datconnlimit >= 0
  UNION ALL SELECT 'setting of all roles', 'WARNING', split_part(c.entry, '=', 1),
    'It is the whole server''s: ALTER ROLE ALL SET it on the target, if its sessions need it.',
    'pg_db_role_setting'::regclass, 0
  FROM pg_db_role_setting x CROSS JOIN LATERAL unnest(x.setconfig) AS c(entry)
  WHERE x.setdatabase = 0 AND x.setrole = 0
  UNION ALL SELECT 'security label', 'WARNING',
    coalesce((SELECT i.type || ' ' || i.identity
      FROM pg_identify_object(s.classoid, s.objoid, s.objsubid) i), '?') || ' by ' || s.provider,
    'Security labels are not moved: set it on the target with SECURITY LABEL.',
    'pg_seclabel'::regclass, 0
  FROM pg_seclabel s
  UNION ALL SELECT 'security label', 'WARNING',
    coalesce((SELECT i.type || ' ' || i.identity
      FROM pg_identify_object(s.classoid, s.objoid, 0) i), '?') || ' by ' || s.provider,
    'Security labels are not moved: set it on the target with SECURITY LABEL.',
    'pg_shseclabel'::regclass, 0
  FROM pg_shseclabel s WHERE s.classoid = 'pg_database'::regclass
    AND s.objoid = (SELECT oid FROM pg_database WHERE datname = current_database())
  UNION ALL SELECT 'withheld option', 'WARNING', format('%s of %s', o.option_name, p.place),
    'It may hold a secret, so it was neither read nor copied: set it on the target with ALTER.',
    p.classid, p.oid
  FROM (
    SELECT 'foreign-data wrapper ' || quote_ident(fdwname) AS place, fdwoptions AS options,
      'pg_foreign_data_wrapper'::regclass AS classid, oid FROM pg_foreign_data_wrapper
    UNION ALL SELECT 'server ' || quote_ident(srvname), srvoptions,
      'pg_foreign_server'::regclass, oid FROM pg_foreign_server
    UNION ALL SELECT 'foreign table ' || ftrelid::regclass, ftoptions,
      'pg_class'::regclass, ftrelid FROM pg_foreign_table
    UNION ALL SELECT format('user mapping for %s server %I', CASE WHEN umuser = 0 THEN 'PUBLIC'
      ELSE quote_ident(usename) END, srvname), umoptions, 'pg_user_mapping'::regclass, umid
    FROM pg_user_mappings) p
  CROSS JOIN LATERAL pg_options_to_table(p.options) o
  WHERE o.option_name ~* (SELECT name FROM secret) OR o.option_value ~* (SELECT value FROM secret)
  UNION ALL SELECT 'hidden user mapping', 'WARNING', format('for %s server %I',
    CASE WHEN umuser = 0 THEN 'PUBLIC' ELSE quote_ident(usename) END, srvname),
    'Its options cannot be read by this login: set them on the target with ALTER USER MAPPING.',
    'pg_user_mapping'::regclass, umid
  FROM pg_user_mappings WHERE umoptions IS NULL AND NOT current_setting('is_superuser')::boolean
  UNION ALL SELECT 'postfix operator', 'BLOCKER', o.oid::regoperator::text, --@-13
    'PostgreSQL 14 removed operators that follow their operand: use a function in its place.', --@-13
    'pg_operator'::regclass, o.oid --@-13
  FROM pg_operator o JOIN user_schema n ON n.oid = o.oprnamespace --@-13
  WHERE o.oprright = 0 AND o.oprcode <> 0 --@-13
  UNION ALL SELECT 'right on a column of the server', 'WARNING',
    format('%s.%I', a.attrelid::regclass, a.attname),
    'Rights on single columns of the server''s own tables are not moved: GRANT it on the target.',
    'pg_attribute'::regclass, 0
  FROM pg_attribute a WHERE a.attrelid < 16384 AND a.attacl IS NOT NULL
    AND NOT EXISTS (SELECT FROM pg_init_privs i WHERE i.classoid = 'pg_class'::regclass
      AND i.objoid = a.attrelid AND i.objsubid = a.attnum AND i.initprivs = a.attacl)
  UNION ALL SELECT 'tablespace', 'WARNING', c.oid::regclass::text,
    'Tablespaces are not moved: the object is created in the default tablespace of the target.',
    'pg_class'::regclass, c.oid
  FROM pg_class c JOIN user_schema n ON n.oid = c.relnamespace WHERE c.reltablespace <> 0
  UNION ALL SELECT 'C function', 'WARNING', p.oid::regprocedure::text,
    'The library it lies in must be installed on the target.', 'pg_proc'::regclass, p.oid
  FROM pg_proc p JOIN user_schema n ON n.oid = p.pronamespace
  JOIN pg_language l ON l.oid = p.prolang WHERE l.lanname = 'c'
  UNION ALL SELECT 'trigger that fires for replication', 'WARNING',
    format('%s on %s', quote_ident(t.tgname), t.tgrelid::regclass),
    'ENABLE ALWAYS and ENABLE REPLICA triggers also fire when Daybreak applies changes on the target.',
    'pg_class'::regclass, t.tgrelid
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
  JOIN user_schema n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal AND t.tgenabled IN ('A', 'R')
  UNION ALL SELECT 'partition being detached', 'BLOCKER', i.inhrelid::regclass::text, --@14+
    'Finish it: ALTER TABLE ... DETACH PARTITION ... FINALIZE.', 'pg_class'::regclass, i.inhrelid --@14+
  FROM pg_inherits i WHERE i.inhdetachpending --@14+
) x
WHERE NOT EXISTS (SELECT FROM extension_member m WHERE m.classid = x.classid AND m.objid = x.oid)
ORDER BY 1, 3
