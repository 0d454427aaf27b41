-- Functions with parsed bodies that call each other, and one that reads a view that calls it.
CREATE SCHEMA circles14;
CREATE FUNCTION circles14.even(n integer DEFAULT 3) RETURNS boolean LANGUAGE sql RETURN n = 0;
CREATE FUNCTION circles14.odd(n integer) RETURNS boolean LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN n = 0 THEN false ELSE circles14.even(n - 1) END; END;
CREATE OR REPLACE FUNCTION circles14.even(n integer DEFAULT 3) RETURNS boolean LANGUAGE sql RETURN CASE WHEN n = 0 THEN true ELSE circles14.odd(n - 1) END;
CREATE TABLE circles14.t (id integer);
CREATE VIEW circles14.v AS SELECT id FROM circles14.t;
CREATE FUNCTION circles14.count() RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT count(*) FROM circles14.v; END;
CREATE OR REPLACE VIEW circles14.v AS SELECT id FROM circles14.t WHERE circles14.count() > 0;
