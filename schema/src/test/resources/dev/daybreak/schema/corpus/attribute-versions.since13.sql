-- trap: newer minor releases keep books in attribute options that ALTER TABLE does not take
CREATE SCHEMA attribute_versions;
CREATE TABLE attribute_versions.t (a integer, b text);
ALTER TABLE attribute_versions.t ALTER COLUMN a SET (n_distinct = 7);
SET allow_system_table_mods = on;
UPDATE pg_attribute SET attoptions = array_append(attoptions, 'pg_attver=1968460232') WHERE attrelid = 'attribute_versions.t'::regclass AND attnum > 0;
RESET allow_system_table_mods;
