-- Typed tables: the link to the type stays, a partitioned one, options of their own.
CREATE SCHEMA typed;
CREATE TYPE typed.person AS (id integer, name varchar(40), born date);
CREATE TABLE typed.people OF typed.person (id WITH OPTIONS PRIMARY KEY, name WITH OPTIONS NOT NULL DEFAULT 'n', CHECK (born > '1900-01-01'));
CREATE TABLE typed.parted OF typed.person (PRIMARY KEY (id)) PARTITION BY RANGE (id);
CREATE TABLE typed.parted_1 PARTITION OF typed.parted FOR VALUES FROM (0) TO (10);
COMMENT ON COLUMN typed.person.name IS 'full';
CREATE TYPE typed."Odd ""type""" AS ("a b" integer);
CREATE TABLE typed."Odd" OF typed."Odd ""type""";
