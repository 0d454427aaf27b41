-- SCH-COLUMN-EXPRESSION column v18.virt.b
ALTER TABLE v18.virt ALTER COLUMN b SET EXPRESSION AS (a * 3)
-- SCH-COLUMN-GENERATED column v18.virt.c
ALTER TABLE v18.virt DROP COLUMN c, ADD COLUMN c integer GENERATED ALWAYS AS (a + 1) STORED
-- SCH-COLUMN-GENERATED column v18.copied.c
ALTER TABLE v18.copied DROP COLUMN c, ADD COLUMN c integer
-- SCH-COLUMN-EXPRESSION column v18.parted_1.b
ALTER TABLE v18.parted_1 ALTER COLUMN b SET EXPRESSION AS (a * 4)
-- SCH-COLUMN-NOT-NULL-NAME column v18.nn.a
ALTER TABLE v18.nn RENAME CONSTRAINT "my own name" TO other
-- SCH-COLUMN-NOT-NULL-COMMENT column v18.nn.a
COMMENT ON CONSTRAINT "my own name" ON v18.nn IS 'ever'
-- SCH-COLUMN-NOT-NULL-COMMENT column v18.nn.a
COMMENT ON CONSTRAINT "my own name" ON v18.nn IS NULL
-- SCH-COLUMN-NOT-NULL-NO-INHERIT column v18.nn.c
ALTER TABLE v18.nn ALTER CONSTRAINT alone INHERIT
-- SCH-COLUMN-NOT-NULL-UNCHECKED column v18.nn.b
ALTER TABLE v18.nn VALIDATE CONSTRAINT later
-- SCH-COLUMN-NOT-NULL column v18.nn.b
ALTER TABLE v18.nn ALTER COLUMN b DROP NOT NULL
-- SCH-COLUMN-NOT-NULL column v18.child.a
ALTER TABLE v18.nn ALTER COLUMN a DROP NOT NULL
-- SCH-COLUMN-NOT-NULL-OWN column v18.child.a
ALTER TABLE v18.child ALTER COLUMN a SET NOT NULL
-- SCH-COLUMN-NOT-NULL-NAME column v18.child.c
ALTER TABLE v18.child ADD CONSTRAINT grown NOT NULL c
-- SCH-CONSTRAINT-DEFINITION constraint v18.loose.not_checked
ALTER TABLE v18.loose DROP CONSTRAINT not_checked, ADD CONSTRAINT not_checked CHECK (a > 0)
-- SCH-CONSTRAINT-DEFINITION constraint v18.loose.not_checked
ALTER TABLE v18.loose DROP CONSTRAINT not_checked, ADD CONSTRAINT not_checked CHECK (a > 0) NOT VALID
-- SCH-CONSTRAINT-DEFINITION constraint v18.pointer.fk_loose
ALTER TABLE v18.pointer ALTER CONSTRAINT fk_loose ENFORCED
-- SCH-CONSTRAINT-DEFINITION constraint v18.temporal.temporal_pkey
ALTER TABLE v18.temporal DROP CONSTRAINT temporal_pkey CASCADE, ADD CONSTRAINT temporal_pkey PRIMARY KEY (id, valid)
-- SCH-CONSTRAINT-DEFINITION constraint v18.temporal_unique.temporal_unique_id_valid_key
ALTER TABLE v18.temporal_unique DROP CONSTRAINT temporal_unique_id_valid_key, ADD CONSTRAINT temporal_unique_id_valid_key UNIQUE (id, valid)
-- SCH-CONSTRAINT-TYPE constraint v18.temporal_unique.temporal_unique_id_valid_key
ALTER TABLE v18.temporal_unique DROP CONSTRAINT temporal_unique_id_valid_key, ADD CONSTRAINT temporal_unique_id_valid_key EXCLUDE USING gist (id WITH =, valid WITH &&)
-- SCH-CONSTRAINT-DEFINITION constraint v18.overlapping."no two"
ALTER TABLE v18.overlapping DROP CONSTRAINT "no two", ADD CONSTRAINT "no two" UNIQUE (room)
-- SCH-CONSTRAINT-MISSING constraint v18.temporal_fk.temporal_fk_id_during_fkey
ALTER TABLE v18.temporal_fk DROP CONSTRAINT temporal_fk_id_during_fkey
-- SCH-CONSTRAINT-MISSING constraint v18.split.split_fk
ALTER TABLE v18.split DROP CONSTRAINT split_fk
-- SCH-CONSTRAINT-DEFINITION constraint v18.split.split_fk
ALTER TABLE v18.split VALIDATE CONSTRAINT split_fk
-- SCH-COLUMN-NOT-NULL-UNCHECKED column v18.split.id
ALTER TABLE v18.split VALIDATE CONSTRAINT split_nn
-- SCH-COLUMN-NOT-NULL-UNCHECKED column v18.split_1.id
ALTER TABLE v18.split_1 VALIDATE CONSTRAINT split_nn
-- SCH-CONSTRAINT-DEFINITION constraint v18.virtual_checked.virtual_checked_b_check
ALTER TABLE v18.virtual_checked DROP CONSTRAINT virtual_checked_b_check, ADD CONSTRAINT virtual_checked_b_check CHECK (b > 0)
-- SCH-DOMAIN-NOT-NULL-NAME domain v18.dnn
ALTER DOMAIN v18.dnn RENAME CONSTRAINT dname TO other
-- SCH-DEFAULT-PRIVILEGES-MISSING default privileges corpus_owner LARGE OBJECTS
ALTER DEFAULT PRIVILEGES FOR ROLE corpus_owner REVOKE SELECT ON LARGE OBJECTS FROM corpus_reader
-- SCH-DEFAULT-PRIVILEGES-GRANT default privileges corpus_owner LARGE OBJECTS
ALTER DEFAULT PRIVILEGES FOR ROLE corpus_owner GRANT UPDATE ON LARGE OBJECTS TO corpus_reader
-- SCH-COLLATION-LOCALE collation v18.folded
UPDATE pg_collation SET colllocale = 'C.UTF-8' WHERE collname = 'folded'
-- SCH-TABLE-OPTIONS table v18.keyed
ALTER TABLE v18.keyed SET (autovacuum_vacuum_max_threshold = 6000)
-- SCH-DEFAULT-EXPRESSION default v18.keyed.id
ALTER TABLE v18.keyed ALTER COLUMN id SET DEFAULT uuidv4()
-- SCH-FUNCTION-DEFINITION function v18.renamed(uuid, text)
CREATE OR REPLACE FUNCTION v18.renamed(k uuid, v text) RETURNS text BEGIN ATOMIC UPDATE v18.keyed SET t = v WHERE id = k RETURNING WITH (OLD AS before, NEW AS after) after.t; END
-- SCH-PUBLICATION-GENERATED-COLUMNS publication generated
ALTER PUBLICATION generated SET (publish_generated_columns = none)
-- SCH-COLUMN-NOT-NULL-NAME column v18.afar.a
ALTER FOREIGN TABLE v18.afar DROP CONSTRAINT afar_nn, ALTER COLUMN a SET NOT NULL
-- SCH-COLUMN-EXPRESSION column v18.afar.b
ALTER FOREIGN TABLE v18.afar ALTER COLUMN b SET EXPRESSION AS (a + 2)
