-- Casts of all methods and contexts, one of them between types of two schemas.
CREATE SCHEMA casts;
CREATE TYPE casts.colour AS ENUM ('red', 'green');
CREATE FUNCTION casts.colour_of(integer) RETURNS casts.colour LANGUAGE sql IMMUTABLE AS 'SELECT CASE WHEN $1 > 0 THEN ''red''::casts.colour ELSE ''green'' END';
CREATE FUNCTION casts.number_of(casts.colour) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT length($1::text)';
CREATE CAST (integer AS casts.colour) WITH FUNCTION casts.colour_of(integer) AS ASSIGNMENT;
CREATE CAST (casts.colour AS integer) WITH FUNCTION casts.number_of(casts.colour) AS IMPLICIT;
CREATE CAST (casts.colour AS bigint) WITH INOUT;
CREATE CAST (date AS integer) WITHOUT FUNCTION;
COMMENT ON CAST (casts.colour AS integer) IS 'by hand';
CREATE TABLE casts.things (id integer PRIMARY KEY, colour casts.colour DEFAULT 1, n bigint GENERATED ALWAYS AS (id + 'red'::casts.colour) STORED);
CREATE VIEW casts.summed AS SELECT id + colour AS sum FROM casts.things;
