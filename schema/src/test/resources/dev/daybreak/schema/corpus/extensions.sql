-- trap: extensions outside public, and objects that need theirs
CREATE SCHEMA "ext here";
CREATE EXTENSION citext WITH SCHEMA "ext here";
CREATE EXTENSION pg_trgm WITH SCHEMA "ext here";
CREATE EXTENSION hstore WITH SCHEMA public;
CREATE EXTENSION "uuid-ossp" WITH SCHEMA "ext here";
CREATE SCHEMA uses_ext;
CREATE TABLE uses_ext.t (id uuid DEFAULT "ext here".uuid_generate_v4() PRIMARY KEY, a "ext here".citext UNIQUE, h public.hstore DEFAULT '"a"=>NULL', l "ext here".citext[], CHECK (a OPERATOR("ext here".<>) 'x'));
CREATE INDEX trgm ON uses_ext.t USING gin ((a::text) "ext here".gin_trgm_ops);
CREATE DOMAIN uses_ext.mail AS "ext here".citext CHECK (VALUE OPERATOR("ext here".~) '@');
CREATE VIEW uses_ext.v AS SELECT h OPERATOR(public.->) 'a' AS x, a OPERATOR("ext here".=) 'B' AS y FROM uses_ext.t;
CREATE FUNCTION uses_ext.f("ext here".citext, public.hstore) RETURNS "ext here".citext LANGUAGE sql AS 'SELECT $1';
