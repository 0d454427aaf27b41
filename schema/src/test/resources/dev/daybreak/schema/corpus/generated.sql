-- trap: generated columns that need functions, casts and other types
CREATE SCHEMA generated;
CREATE FUNCTION generated.twice(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2';
CREATE TYPE generated.e AS ENUM ('a', 'b');
CREATE TABLE generated.t (a integer, b integer GENERATED ALWAYS AS (generated.twice(a)) STORED NOT NULL CHECK (b > 0), c text GENERATED ALWAYS AS ('x' || a::text) STORED, "D d" generated.e, e boolean GENERATED ALWAYS AS ("D d" = 'a') STORED, f varchar(3), g boolean GENERATED ALWAYS AS (f IN ('x', 'y')) STORED, h tsvector GENERATED ALWAYS AS (to_tsvector('english', coalesce(f, ''))) STORED, UNIQUE (b));
CREATE INDEX ON generated.t USING gin (h);
CREATE TABLE generated.refers (x integer REFERENCES generated.t (b));
CREATE TABLE generated.parted (id integer, b integer GENERATED ALWAYS AS (id + 1) STORED) PARTITION BY RANGE (id);
CREATE TABLE generated.parted_1 PARTITION OF generated.parted FOR VALUES FROM (0) TO (9);
CREATE VIEW generated.v AS SELECT b, c FROM generated.t;
CREATE TABLE generated.above (a integer, b integer GENERATED ALWAYS AS (a * 2) STORED);
CREATE TABLE generated.below (a integer, b integer GENERATED ALWAYS AS (a * 2) STORED);
ALTER TABLE generated.below INHERIT generated.above;
