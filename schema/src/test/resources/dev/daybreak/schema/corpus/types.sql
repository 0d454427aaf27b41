-- trap: every type with a modifier, and names of types that are no plain words
CREATE SCHEMA types;
CREATE TABLE types.t (
  a varchar(3), b varchar, c char(3), d char, e bpchar, f "char", g name, h text,
  i numeric, j numeric(5), k numeric(10,0), l numeric(1000,999), m bit, n bit(7), o bit varying, p varbit(3),
  q time, r time(0), s timetz(6), t timestamp(1), u timestamptz(0), v interval, w interval(2), x interval year to month, y interval day to second(3), z interval hour,
  aa float(24), ab float(25), ac "money", ad xml, ae json, af jsonb, ag cidr, ah macaddr8, ai pg_lsn, aj uuid, ak tsquery, al int4range, am tstzrange, an path, ao circle,
  ap oid, aq regclass, ar regprocedure, at regtype, au txid_snapshot, av xid, aw cid, ax tid, ay int2vector, az oidvector, ba refcursor,
  bb varchar(3)[], bc numeric(4,1)[][], bd integer[3][2], be timestamptz(3)[], bf interval minute to second(1)[], bg bit(4)[], bh "char"[]);
CREATE TYPE types."timestamp" AS (a integer);
CREATE TYPE types.text AS ENUM ('t');
CREATE DOMAIN types.integer AS bigint CHECK (VALUE > 0);
CREATE DOMAIN types."va;r" AS varchar(5)[] DEFAULT '{a,NULL}';
CREATE TABLE types.shadows (a types."timestamp", b types.text DEFAULT 't', c types.integer, d types."va;r", e types.text[], f types."timestamp"[], g types."va;r"[]);
CREATE TABLE types.of_row (r types.t, rs types.shadows[], own types.shadows);
CREATE TYPE types._text AS (x integer);
CREATE TYPE types.clash AS ENUM ('a');
CREATE TYPE types._clash AS ENUM ('b');
CREATE TABLE types.arrays (a types.clash[], b types._clash, c types._clash[], d types._text[]);
CREATE FUNCTION types.f(types.text, text, types.integer, integer[]) RETURNS types."timestamp" LANGUAGE sql AS 'SELECT NULL::types."timestamp"';
CREATE VIEW types.v AS SELECT 't'::types.text AS a, 't'::pg_catalog.text AS b, 5::types.integer AS c, ARRAY['t']::types.text[] AS d, CAST(ROW(1) AS types."timestamp") AS e;
CREATE TABLE types.many (LIKE types.t INCLUDING DEFAULTS);
