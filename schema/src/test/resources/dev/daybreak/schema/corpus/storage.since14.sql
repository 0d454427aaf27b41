-- trap: what says how a column is stored is neither type nor constraint
CREATE SCHEMA storage;
CREATE TABLE storage.t (a text, b text, c jsonb, d bytea, e numeric, f point, g text);
ALTER TABLE storage.t ALTER COLUMN a SET COMPRESSION pglz, ALTER COLUMN b SET STORAGE MAIN, ALTER COLUMN c SET STORAGE EXTERNAL, ALTER COLUMN d SET STORAGE PLAIN, ALTER COLUMN e SET STORAGE PLAIN;
ALTER TABLE storage.t ALTER COLUMN a SET STATISTICS 0, ALTER COLUMN b SET STATISTICS 10000, ALTER COLUMN g SET (n_distinct = 5, n_distinct_inherited = -0.25);
ALTER TABLE storage.t SET (autovacuum_vacuum_insert_threshold = -1, autovacuum_vacuum_scale_factor = 0.01, log_autovacuum_min_duration = 0, parallel_workers = 3, toast_tuple_target = 256, vacuum_truncate = false, toast.autovacuum_vacuum_threshold = 7);
CREATE MATERIALIZED VIEW storage.m WITH (autovacuum_enabled = false, fillfactor = 50) AS SELECT a, b, d FROM storage.t;
ALTER MATERIALIZED VIEW storage.m ALTER COLUMN a SET STATISTICS 33;
CREATE TABLE storage.like_it (LIKE storage.t INCLUDING ALL);
