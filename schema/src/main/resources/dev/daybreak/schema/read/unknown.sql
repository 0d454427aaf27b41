SELECT x.what, x.severity, x.object, x.remedy FROM (
  SELECT 'foreign table' AS what, 'BLOCKER' AS severity, c.oid::regclass::text AS object,
    'Daybreak does not move foreign tables yet: create it on the target by hand and drop it here, or waive it.' AS remedy,
    'pg_class'::regclass AS classid, c.oid
  FROM pg_class c JOIN user_schema n ON n.oid = c.relnamespace WHERE c.relkind = 'f'
  UNION ALL SELECT 'typed table', 'BLOCKER', c.oid::regclass::text,
    'Run ALTER TABLE ... NOT OF on the source: the link to its type is not moved yet.',
    'pg_class'::regclass, c.oid
  FROM pg_class c JOIN user_schema n ON n.oid = c.relnamespace WHERE c.reloftype <> 0
  UNION ALL SELECT 'base type', 'BLOCKER', format_type(t.oid, NULL),
    'A type written in C is not moved: install it on the target as an extension.',
    'pg_type'::regclass, t.oid
  FROM pg_type t JOIN user_schema n ON n.oid = t.typnamespace
  WHERE t.typtype = 'b' AND t.typcategory <> 'A'
  UNION ALL SELECT 'shell type', 'WARNING', format_type(t.oid, NULL),
    'A type that is only announced is not moved.', 'pg_type'::regclass, t.oid
  FROM pg_type t JOIN user_schema n ON n.oid = t.typnamespace
  WHERE t.typtype = 'p' AND NOT t.typisdefined
  UNION ALL SELECT 'operator class', 'BLOCKER', format('%I.%I', n.nspname, o.opcname),
    'Operator classes outside an extension are not moved yet: create it on the target by hand.',
    'pg_opclass'::regclass, o.oid
  FROM pg_opclass o JOIN user_schema n ON n.oid = o.opcnamespace
  UNION ALL SELECT 'operator family', 'WARNING', format('%I.%I', n.nspname, o.opfname),
    'Operator families outside an extension are not moved yet.', 'pg_opfamily'::regclass, o.oid
  FROM pg_opfamily o JOIN user_schema n ON n.oid = o.opfnamespace
  UNION ALL SELECT 'text search configuration', 'BLOCKER', format('%I.%I', n.nspname, t.cfgname),
    'Text search objects are not moved yet: create it on the target by hand.',
    'pg_ts_config'::regclass, t.oid
  FROM pg_ts_config t JOIN user_schema n ON n.oid = t.cfgnamespace
  UNION ALL SELECT 'text search dictionary', 'BLOCKER', format('%I.%I', n.nspname, t.dictname),
    'Text search objects are not moved yet: create it on the target by hand.',
    'pg_ts_dict'::regclass, t.oid
  FROM pg_ts_dict t JOIN user_schema n ON n.oid = t.dictnamespace
  UNION ALL SELECT 'text search parser', 'BLOCKER', format('%I.%I', n.nspname, t.prsname),
    'Text search objects are not moved yet: create it on the target by hand.',
    'pg_ts_parser'::regclass, t.oid
  FROM pg_ts_parser t JOIN user_schema n ON n.oid = t.prsnamespace
  UNION ALL SELECT 'text search template', 'BLOCKER', format('%I.%I', n.nspname, t.tmplname),
    'Text search objects are not moved yet: create it on the target by hand.',
    'pg_ts_template'::regclass, t.oid
  FROM pg_ts_template t JOIN user_schema n ON n.oid = t.tmplnamespace
  UNION ALL SELECT 'conversion', 'BLOCKER', format('%I.%I', n.nspname, c.conname),
    'Conversions are not moved: create it on the target by hand.', 'pg_conversion'::regclass, c.oid
  FROM pg_conversion c JOIN user_schema n ON n.oid = c.connamespace
  UNION ALL SELECT 'cast', 'BLOCKER',
    format('%s AS %s', format_type(c.castsource, NULL), format_type(c.casttarget, NULL)),
    'Casts are not moved yet: create it on the target by hand.', 'pg_cast'::regclass, c.oid
  FROM pg_cast c WHERE c.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_depend d
    WHERE d.classid = 'pg_cast'::regclass AND d.objid = c.oid AND d.deptype = 'i')
  UNION ALL SELECT 'transform', 'BLOCKER', format_type(t.trftype, NULL),
    'Transforms are not moved: create it on the target by hand.', 'pg_transform'::regclass, t.oid
  FROM pg_transform t WHERE t.oid >= 16384
  UNION ALL SELECT 'event trigger', 'WARNING', quote_ident(e.evtname),
    'Event triggers are not moved: create it on the target after the cutover.',
    'pg_event_trigger'::regclass, e.oid
  FROM pg_event_trigger e
  UNION ALL SELECT 'foreign-data wrapper', 'WARNING', quote_ident(f.fdwname),
    'Foreign-data wrappers outside an extension are not moved.',
    'pg_foreign_data_wrapper'::regclass, f.oid
  FROM pg_foreign_data_wrapper f
  UNION ALL SELECT 'foreign server', 'WARNING', quote_ident(f.srvname),
    'Foreign servers are not moved: they hold addresses and user mappings of the old place.',
    'pg_foreign_server'::regclass, f.oid
  FROM pg_foreign_server f
  UNION ALL SELECT 'language', 'BLOCKER', quote_ident(l.lanname),
    'Languages outside an extension are not moved.', 'pg_language'::regclass, l.oid
  FROM pg_language l WHERE l.oid >= 16384
  UNION ALL SELECT 'access method', 'BLOCKER', quote_ident(a.amname),
    'Access methods outside an extension are not moved.', 'pg_am'::regclass, a.oid
  FROM pg_am a WHERE a.oid >= 16384
  UNION ALL SELECT 'publication', 'WARNING', quote_ident(p.pubname),
    'Publications are not moved: create it on the target when its subscribers move.',
    'pg_publication'::regclass, p.oid
  FROM pg_publication p WHERE p.pubname !~ '^daybreak_'
  UNION ALL SELECT 'subscription', 'WARNING', quote_ident(s.subname),
    'Subscriptions are not moved: this database also receives changes from elsewhere.',
    'pg_subscription'::regclass, s.oid
  FROM pg_subscription s WHERE s.subdbid =
    (SELECT oid FROM pg_database WHERE datname = current_database())
  UNION ALL SELECT 'large objects', 'WARNING', count(*) || ' large objects',
    'Large objects are not in the change stream: move them by hand or store them as bytea.',
    'pg_class'::regclass, 0
  FROM pg_largeobject_metadata HAVING count(*) > 0
  UNION ALL SELECT 'security label', 'WARNING',
    coalesce((SELECT i.identity FROM pg_identify_object(s.classoid, s.objoid, s.objsubid) i), '?'),
    'Security labels are not moved.', 'pg_class'::regclass, 0
  FROM pg_seclabel s
  UNION ALL SELECT 'comment on an attribute', 'WARNING', format('%s.%I', c.oid::regclass, a.attname),
    'Comments on the attributes of composite types are not moved.', 'pg_class'::regclass, c.oid
  FROM pg_description d JOIN pg_class c ON d.classoid = 'pg_class'::regclass AND c.oid = d.objoid
  JOIN user_schema n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.objsubid
  WHERE c.relkind = 'c' AND d.objsubid > 0
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
