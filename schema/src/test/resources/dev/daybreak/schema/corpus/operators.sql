-- trap: operators that name one another before they exist, prefix operators, hash and merge support
CREATE SCHEMA operators;
CREATE TYPE operators.p AS (x integer, y integer);
CREATE FUNCTION operators.eq(operators.p, operators.p) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.x = $2.x AND $1.y = $2.y';
CREATE FUNCTION operators.ne(operators.p, operators.p) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT NOT ($1.x = $2.x AND $1.y = $2.y)';
CREATE FUNCTION operators.neg(operators.p) RETURNS operators.p LANGUAGE sql IMMUTABLE AS 'SELECT ROW(-$1.x, -$1.y)::operators.p';
CREATE FUNCTION operators.add(operators.p, integer) RETURNS operators.p LANGUAGE sql IMMUTABLE AS 'SELECT ROW($1.x + $2, $1.y + $2)::operators.p';
CREATE FUNCTION operators.add(integer, operators.p) RETURNS operators.p LANGUAGE sql IMMUTABLE AS 'SELECT ROW($2.x + $1, $2.y + $1)::operators.p';
CREATE OPERATOR operators.== (function = operators.eq, leftarg = operators.p, rightarg = operators.p, commutator = OPERATOR(operators.==), negator = OPERATOR(operators.<>), restrict = eqsel, join = eqjoinsel, hashes, merges);
CREATE OPERATOR operators.<> (function = operators.ne, leftarg = operators.p, rightarg = operators.p, commutator = OPERATOR(operators.<>), negator = OPERATOR(operators.==), restrict = neqsel, join = neqjoinsel);
CREATE OPERATOR operators.- (function = operators.neg, rightarg = operators.p);
CREATE OPERATOR operators.+ (function = operators.add, leftarg = operators.p, rightarg = integer, commutator = OPERATOR(operators.+));
CREATE OPERATOR operators.+ (function = operators.add, leftarg = integer, rightarg = operators.p, commutator = OPERATOR(operators.+));
CREATE TABLE operators.t (a operators.p, b operators.p, CHECK (a OPERATOR(operators.<>) b));
CREATE VIEW operators.v AS SELECT OPERATOR(operators.-) a AS n, a OPERATOR(operators.+) 1 AS s FROM operators.t WHERE a OPERATOR(operators.==) b;
COMMENT ON OPERATOR operators.+ (integer, operators.p) IS 'plus';
ALTER OPERATOR operators.- (NONE, operators.p) OWNER TO corpus_owner;
