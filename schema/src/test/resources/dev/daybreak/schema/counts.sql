WITH u AS (SELECT oid FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'daybreak')),
member AS (SELECT classid, objid FROM pg_depend WHERE deptype = 'e'),
rel AS (SELECT c.* FROM pg_class c JOIN u ON u.oid = c.relnamespace WHERE c.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_class'::regclass)),
typ AS (SELECT t.* FROM pg_type t JOIN u ON u.oid = t.typnamespace WHERE t.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_type'::regclass)),
fun AS (SELECT p.* FROM pg_proc p WHERE p.oid >= 16384 AND p.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_proc'::regclass) AND p.oid NOT IN (SELECT objid FROM pg_depend WHERE classid = 'pg_proc'::regclass AND deptype = 'i'))
-- pg_aggregate: AGGREGATE
SELECT count(*) FROM pg_aggregate a JOIN fun f ON f.oid = a.aggfnoid
-- pg_am: !SCH-ACCESS-METHOD
SELECT count(*) FROM pg_am a WHERE oid >= 16384 AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_am'::regclass)
-- pg_amop: lines OPERATOR_FAMILY.operators + !SCH-UNKNOWN-OBJECT operator of access method
SELECT count(*) FROM pg_amop o JOIN pg_opfamily f ON f.oid = o.amopfamily WHERE o.oid >= 16384 AND f.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_opfamily'::regclass) AND o.oid NOT IN (SELECT d.objid FROM pg_depend d JOIN member m ON (m.classid, m.objid) = (d.refclassid, d.refobjid) WHERE d.classid = 'pg_amop'::regclass)
-- pg_amproc: lines OPERATOR_FAMILY.functions + !SCH-UNKNOWN-OBJECT function of access method
SELECT count(*) FROM pg_amproc o JOIN pg_opfamily f ON f.oid = o.amprocfamily WHERE o.oid >= 16384 AND f.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_opfamily'::regclass) AND o.oid NOT IN (SELECT d.objid FROM pg_depend d JOIN member m ON (m.classid, m.objid) = (d.refclassid, d.refobjid) WHERE d.classid = 'pg_amproc'::regclass)
-- pg_attrdef: DEFAULT + COLUMN.generated
SELECT count(*) FROM pg_attrdef d JOIN rel ON rel.oid = d.adrelid
-- pg_attribute: COLUMN + ATTRIBUTE
SELECT count(*) FROM pg_attribute a JOIN rel ON rel.oid = a.attrelid WHERE a.attnum > 0 AND NOT a.attisdropped AND relkind NOT IN ('i', 'I', 'S')
-- pg_attribute: COLUMN.options
SELECT count(*) FROM pg_attribute a JOIN rel ON rel.oid = a.attrelid WHERE EXISTS (SELECT FROM unnest(a.attoptions) o WHERE o NOT LIKE 'pg\_%') AND relkind NOT IN ('i', 'I') AND NOT a.attisdropped
-- pg_cast: CAST
SELECT count(*) FROM pg_cast c WHERE oid >= 16384 AND oid NOT IN (SELECT objid FROM pg_depend WHERE classid = 'pg_cast'::regclass AND deptype IN ('i', 'e'))
-- pg_class: TABLE + FOREIGN_TABLE + VIEW + MATERIALIZED_VIEW + SEQUENCE + INDEX + COMPOSITE
SELECT count(*) FROM rel
-- pg_collation: COLLATION
SELECT count(*) FROM pg_collation JOIN u ON u.oid = collnamespace
-- pg_constraint: CONSTRAINT + DOMAIN_CONSTRAINT + COLUMN.not null name + DOMAIN.not null name
SELECT count(*) FROM pg_constraint k WHERE contype <> 't' AND NOT (contype = 'f' AND conparentid <> 0) AND (conrelid IN (SELECT oid FROM rel) OR contypid IN (SELECT oid FROM typ)) AND (contype <> 'n' OR current_setting('server_version_num')::integer >= 180000 OR contypid <> 0)
-- pg_conversion: CONVERSION
SELECT count(*) FROM pg_conversion WHERE oid >= 16384
-- pg_db_role_setting: SETTING
SELECT count(*) FROM pg_db_role_setting, unnest(setconfig) c WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
-- pg_default_acl: DEFAULT_PRIVILEGES
SELECT count(*) FROM pg_default_acl
-- pg_description: *.comment + COLUMN.not null comment + RANGE.multirange comment + !SCH-COMMENT
SELECT (SELECT count(*) FROM pg_description d WHERE (objoid >= 16384 OR classoid IN ('pg_extension'::regclass, 'pg_namespace'::regclass) AND description <> 'PL/pgSQL procedural language' AND objoid NOT IN (SELECT oid FROM pg_namespace WHERE nspname ~ '^pg_')) AND (classoid, objoid) NOT IN (SELECT classid, objid FROM member) AND objoid NOT IN (SELECT oid FROM pg_extension e WHERE e.oid = objoid AND d.description = (SELECT comment FROM pg_available_extensions a WHERE a.name = e.extname))) + (SELECT count(*) FROM pg_shdescription WHERE classoid = 'pg_authid'::regclass AND objoid IN (SELECT oid FROM pg_roles WHERE rolname !~ '^pg_') OR classoid = 'pg_database'::regclass AND objoid = (SELECT oid FROM pg_database WHERE datname = current_database()))
-- pg_enum: ENUM.labels
SELECT count(DISTINCT enumtypid) FROM pg_enum JOIN typ ON typ.oid = enumtypid
-- pg_event_trigger: EVENT_TRIGGER
SELECT count(*) FROM pg_event_trigger
-- pg_extension: EXTENSION
SELECT count(*) FROM pg_extension
-- pg_foreign_data_wrapper: FOREIGN_DATA_WRAPPER
SELECT count(*) FROM pg_foreign_data_wrapper WHERE oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_foreign_data_wrapper'::regclass)
-- pg_foreign_server: FOREIGN_SERVER
SELECT count(*) FROM pg_foreign_server
-- pg_foreign_table: FOREIGN_TABLE
SELECT count(*) FROM pg_foreign_table
-- pg_index: INDEX
SELECT count(*) FROM pg_index i JOIN rel ON rel.oid = i.indexrelid
-- pg_inherits: TABLE.inherits + FOREIGN_TABLE.inherits + INDEX.attached to
SELECT count(DISTINCT inhrelid) FROM pg_inherits i JOIN rel ON rel.oid = i.inhrelid
-- pg_language: !SCH-PROCEDURAL-LANGUAGE
SELECT count(*) FROM pg_language WHERE oid >= 16384 AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_language'::regclass)
-- pg_largeobject_metadata: !SCH-LARGE-OBJECTS
SELECT least(count(*), 1) FROM pg_largeobject_metadata
-- pg_namespace: SCHEMA
SELECT count(*) FROM u
-- pg_opclass: OPERATOR_CLASS
SELECT count(*) FROM pg_opclass WHERE oid >= 16384 AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_opclass'::regclass)
-- pg_operator: OPERATOR + !SCH-SHELL-OPERATOR
SELECT count(*) FROM pg_operator WHERE oid >= 16384 AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_operator'::regclass)
-- pg_opfamily: OPERATOR_FAMILY
SELECT count(*) FROM pg_opfamily WHERE oid >= 16384 AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_opfamily'::regclass)
-- pg_parameter_acl since 15: PARAMETER
SELECT count(*) FROM pg_parameter_acl p WHERE EXISTS (SELECT FROM aclexplode(p.paracl) x WHERE x.grantee <> 10 AND (x.grantee = 0 OR x.grantee IN (SELECT refobjid FROM pg_shdepend WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()))))
-- pg_partitioned_table: TABLE.partition key
SELECT count(*) FROM pg_partitioned_table
-- pg_policy: POLICY
SELECT count(*) FROM pg_policy
-- pg_proc: FUNCTION + PROCEDURE + AGGREGATE + !SCH-UNKNOWN-OBJECT function pg_catalog.
SELECT count(*) FROM fun
-- pg_publication: PUBLICATION
SELECT count(*) FROM pg_publication
-- pg_publication_namespace since 15: PUBLICATION.schemas
SELECT count(DISTINCT pnpubid) FROM pg_publication_namespace
-- pg_publication_rel: lines PUBLICATION.tables
SELECT count(*) FROM pg_publication_rel
-- pg_range: RANGE
SELECT count(*) FROM pg_range r JOIN typ ON typ.oid = r.rngtypid
-- pg_rewrite: VIEW + MATERIALIZED_VIEW + RULE
SELECT count(*) FROM pg_rewrite r JOIN rel ON rel.oid = r.ev_class
-- pg_seclabel: !SCH-SECURITY-LABEL
SELECT count(*) FROM pg_seclabel
-- pg_sequence: SEQUENCE
SELECT count(*) FROM pg_sequence s JOIN rel ON rel.oid = s.seqrelid
-- pg_statistic_ext: STATISTICS
SELECT count(*) FROM pg_statistic_ext
-- pg_subscription: !SCH-SUBSCRIPTION
SELECT count(*) FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
-- pg_transform: !SCH-TRANSFORM
SELECT count(*) FROM pg_transform WHERE oid >= 16384
-- pg_trigger: TRIGGER
SELECT count(*) FROM pg_trigger t JOIN rel ON rel.oid = t.tgrelid WHERE NOT t.tgisinternal OR t.tgparentid <> 0 AND t.tgconstraint = 0
-- pg_ts_config: TEXT_SEARCH_CONFIGURATION
SELECT count(*) FROM pg_ts_config WHERE oid >= 16384
-- pg_ts_config_map: lines TEXT_SEARCH_CONFIGURATION.mappings
SELECT count(DISTINCT (mapcfg, maptokentype)) FROM pg_ts_config_map WHERE mapcfg >= 16384
-- pg_ts_dict: TEXT_SEARCH_DICTIONARY
SELECT count(*) FROM pg_ts_dict WHERE oid >= 16384 AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_ts_dict'::regclass)
-- pg_ts_parser: !SCH-TEXT-SEARCH-PARSER
SELECT count(*) FROM pg_ts_parser WHERE oid >= 16384
-- pg_ts_template: !SCH-TEXT-SEARCH-TEMPLATE
SELECT count(*) FROM pg_ts_template WHERE oid >= 16384 AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_ts_template'::regclass)
-- pg_type: ENUM + DOMAIN + COMPOSITE + RANGE + !SCH-BASE-TYPE + !SCH-SHELL-TYPE
SELECT count(*) FROM typ t WHERE typtype <> 'm' AND NOT (typcategory = 'A' AND typelem <> 0) AND NOT EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind <> 'c')
-- pg_user_mapping: USER_MAPPING
SELECT count(*) FROM pg_user_mapping
