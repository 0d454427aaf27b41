-- Functions with parsed bodies that call each other, and one that reads a view that calls it.
CREATE SCHEMA rings14;
CREATE FUNCTION rings14.even(n integer DEFAULT 3) RETURNS boolean LANGUAGE sql RETURN n = 0;
CREATE FUNCTION rings14.odd(n integer) RETURNS boolean LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN n = 0 THEN false ELSE rings14.even(n - 1) END; END;
CREATE OR REPLACE FUNCTION rings14.even(n integer DEFAULT 3) RETURNS boolean LANGUAGE sql RETURN CASE WHEN n = 0 THEN true ELSE rings14.odd(n - 1) END;
CREATE TABLE rings14.t (id integer);
CREATE VIEW rings14.v AS SELECT id FROM rings14.t;
CREATE FUNCTION rings14.count() RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT count(*) FROM rings14.v; END;
CREATE OR REPLACE VIEW rings14.v AS SELECT id FROM rings14.t WHERE rings14.count() > 0;
