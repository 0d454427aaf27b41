-- Foreign data: options, some of them secret, mappings, foreign tables with everything a table has.
-- expects SCH-WITHHELD-OPTION api_key of server secretive
-- expects SCH-WITHHELD-OPTION url of server secretive
-- expects SCH-WITHHELD-OPTION password of user mapping for PUBLIC server "far away"
CREATE SCHEMA abroad;
CREATE FOREIGN DATA WRAPPER nowhere OPTIONS (debug 'true');
CREATE SERVER "far away" TYPE 'oracle' VERSION '8.1' FOREIGN DATA WRAPPER nowhere OPTIONS (host 'it''s', dbname 'd');
CREATE SERVER secretive FOREIGN DATA WRAPPER nowhere OPTIONS (url 'postgres://u:hidden-pw-1@h/d', api_key 'hidden-pw-2');
CREATE USER MAPPING FOR PUBLIC SERVER "far away" OPTIONS ("user" 'guest', password 'hidden-pw-3');
CREATE USER MAPPING FOR corpus_reader SERVER "far away";
CREATE FOREIGN TABLE abroad.places (id integer OPTIONS (column_name 'ID') NOT NULL, name varchar(3) COLLATE "C" DEFAULT 'x', CONSTRAINT positive CHECK (id > 0)) SERVER "far away" OPTIONS (table_name 'PLACES');
ALTER FOREIGN TABLE abroad.places ALTER COLUMN name SET STATISTICS 7;
CREATE TABLE abroad.base (id integer, kind text) PARTITION BY LIST (kind);
CREATE FOREIGN TABLE abroad.part PARTITION OF abroad.base FOR VALUES IN ('far') SERVER "far away";
CREATE TABLE abroad.parent (id integer);
CREATE FOREIGN TABLE abroad.child (more text) INHERITS (abroad.parent) SERVER "far away";
CREATE FUNCTION abroad.seen() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER seen BEFORE INSERT ON abroad.places FOR EACH ROW EXECUTE FUNCTION abroad.seen();
CREATE VIEW abroad.v AS SELECT name FROM abroad.places;
COMMENT ON FOREIGN DATA WRAPPER nowhere IS 'w';
COMMENT ON SERVER "far away" IS 's';
COMMENT ON FOREIGN TABLE abroad.places IS 't';
COMMENT ON COLUMN abroad.places.name IS 'n';
GRANT USAGE ON FOREIGN DATA WRAPPER nowhere TO corpus_owner WITH GRANT OPTION;
GRANT USAGE ON FOREIGN SERVER "far away" TO corpus_reader;
GRANT SELECT (name), UPDATE (id) ON abroad.places TO corpus_reader;
ALTER SERVER "far away" OWNER TO corpus_owner;
ALTER FOREIGN TABLE abroad.places OWNER TO corpus_owner;
