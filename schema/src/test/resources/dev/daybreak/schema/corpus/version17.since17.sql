-- What PostgreSQL 17 brought: identity of partitioned tables, MAINTAIN, builtin collations.
CREATE SCHEMA v17;
CREATE TABLE v17.p (id bigint GENERATED ALWAYS AS IDENTITY, k text) PARTITION BY LIST (k);
CREATE TABLE v17.p1 PARTITION OF v17.p FOR VALUES IN ('a');
CREATE TABLE v17.t (a text);
GRANT MAINTAIN ON v17.t TO corpus_reader;
CREATE COLLATION v17.fast (provider = builtin, locale = 'C.UTF-8');
CREATE COLLATION v17.custom (provider = icu, locale = 'und', rules = '&a < b');
CREATE TABLE v17.ex (k text, r int4range, EXCLUDE USING gist (r WITH &&)) ;
CREATE TABLE v17.exp (k integer, r integer, EXCLUDE (k WITH =)) PARTITION BY LIST (k);
