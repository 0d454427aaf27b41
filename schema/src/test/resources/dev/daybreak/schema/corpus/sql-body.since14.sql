-- trap: functions with a body that the server has parsed, which needs its objects at creation
CREATE SCHEMA sql_body;
CREATE TABLE sql_body.t (id integer PRIMARY KEY, v text, x integer);
CREATE VIEW sql_body.v AS SELECT id, v FROM sql_body.t;
CREATE FUNCTION sql_body.one() RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END;
CREATE FUNCTION sql_body.expr(a integer, b integer DEFAULT 2) RETURNS integer LANGUAGE sql IMMUTABLE RETURN a + b;
CREATE FUNCTION sql_body.of_view() RETURNS SETOF sql_body.v LANGUAGE sql STABLE BEGIN ATOMIC SELECT id, v FROM sql_body.v WHERE id > 0 ORDER BY 1; END;
CREATE FUNCTION sql_body.of_function() RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT count(*) FROM sql_body.of_view(); END;
CREATE VIEW sql_body.over AS SELECT sql_body.of_function() AS n, sql_body.expr(1) AS e;
CREATE FUNCTION sql_body.key() RETURNS TABLE (id integer, v text, n bigint) LANGUAGE sql STABLE BEGIN ATOMIC SELECT t.id, t.v, count(*) FROM sql_body.t GROUP BY t.id; END;
CREATE PROCEDURE sql_body.put(a integer, b text) LANGUAGE sql BEGIN ATOMIC INSERT INTO sql_body.t VALUES (a, b); UPDATE sql_body.t SET v = upper(v) WHERE id = a; DELETE FROM sql_body.t WHERE v IS NULL; END;
CREATE TABLE sql_body.uses (a integer DEFAULT sql_body.expr(1, 2), b integer GENERATED ALWAYS AS (sql_body.expr(x)) STORED, x integer, CHECK (sql_body.expr(a) > 0));
CREATE INDEX uses_expr ON sql_body.uses (sql_body.expr(x, 5)) WHERE sql_body.expr(a) < 9;
CREATE FUNCTION sql_body.swapped(INOUT a integer, INOUT b integer) LANGUAGE sql BEGIN ATOMIC SELECT b, a; END;
CREATE PROCEDURE sql_body.outs(IN a integer, OUT b integer) LANGUAGE sql BEGIN ATOMIC SELECT a; END;
