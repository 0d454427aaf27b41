-- What PostgreSQL 18 brought: virtual columns, NOT NULL as constraints, NOT ENFORCED, periods.
CREATE SCHEMA v18;
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;
CREATE TABLE v18.virt (a integer, b integer GENERATED ALWAYS AS (a * 2) VIRTUAL, c integer GENERATED ALWAYS AS (a + 1));
CREATE TABLE v18.nn (a integer CONSTRAINT "my own name" NOT NULL, b integer, c integer CONSTRAINT alone NOT NULL NO INHERIT);
ALTER TABLE v18.nn ADD CONSTRAINT later NOT NULL b NOT VALID;
COMMENT ON CONSTRAINT "my own name" ON v18.nn IS 'never';
CREATE TABLE v18.child () INHERITS (v18.nn);
CREATE TABLE v18.loose (a integer, CONSTRAINT not_checked CHECK (a > 0) NOT ENFORCED);
CREATE TABLE v18.target (id integer PRIMARY KEY);
CREATE TABLE v18.pointer (id integer CONSTRAINT fk_loose REFERENCES v18.target NOT ENFORCED);
CREATE TABLE v18.temporal (id integer, valid daterange, PRIMARY KEY (id, valid WITHOUT OVERLAPS));
CREATE TABLE v18.temporal_fk (id integer, during daterange, FOREIGN KEY (id, PERIOD during) REFERENCES v18.temporal);
CREATE TABLE v18.temporal_unique (id integer, valid daterange, UNIQUE (id, valid WITHOUT OVERLAPS));
CREATE TABLE v18.parted (a integer NOT NULL, b integer GENERATED ALWAYS AS (a * 3) VIRTUAL) PARTITION BY RANGE (a);
CREATE TABLE v18.parted_1 PARTITION OF v18.parted FOR VALUES FROM (0) TO (9);
CREATE DOMAIN v18.dnn AS integer CONSTRAINT dname NOT NULL;
ALTER DEFAULT PRIVILEGES FOR ROLE corpus_owner GRANT SELECT ON LARGE OBJECTS TO corpus_reader;
CREATE FUNCTION v18.f(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
