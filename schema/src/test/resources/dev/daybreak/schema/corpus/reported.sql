-- What is not moved is named, each object with what to do.
-- expects SCH-SHELL-TYPE reported.announced
-- expects SCH-C-FUNCTION reported.handler()
-- expects SCH-PROCEDURAL-LANGUAGE "reported Language"
-- expects SCH-ACCESS-METHOD reported_am
-- expects SCH-TRANSFORM for integer language sql
-- expects SCH-TEXT-SEARCH-PARSER reported.parser
-- expects SCH-TEXT-SEARCH-TEMPLATE reported.template
-- expects SCH-SUBSCRIPTION reported_sub
-- expects SCH-CONNECTION-LIMIT-OF-THE-DATABASE database
-- expects SCH-LARGE-OBJECTS large objects
-- expects SCH-UNKNOWN-OBJECT function pg_catalog.reported_here()
-- expects SCH-UNKNOWN-OBJECT operator of access method operator 1 (pg_catalog.money, bigint) of pg_catalog.money_ops USING btree
-- expects SCH-COMMENT type reported.plain
CREATE SCHEMA reported;
CREATE TABLE reported.plain (a integer);
COMMENT ON TYPE reported.plain IS 'of the rows';
CREATE TYPE reported.announced;
CREATE FUNCTION reported.handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE LANGUAGE "reported Language" HANDLER reported.handler;
CREATE ACCESS METHOD reported_am TYPE INDEX HANDLER gisthandler;
CREATE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));
CREATE TEXT SEARCH PARSER reported.parser (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype);
CREATE TEXT SEARCH TEMPLATE reported.template (lexize = dsimple_lexize);
CREATE SUBSCRIPTION reported_sub CONNECTION 'dbname=hidden-pw-4' PUBLICATION theirs WITH (connect = false, enabled = false, create_slot = false, slot_name = NONE);
SELECT lo_create(0);
CREATE FUNCTION pg_catalog.reported_here() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION reported.money_lt(money, bigint) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 < $2::money';
CREATE OPERATOR reported.< (function = reported.money_lt, leftarg = money, rightarg = bigint);
ALTER OPERATOR FAMILY pg_catalog.money_ops USING btree ADD OPERATOR 1 reported.< (money, bigint);
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT 500', current_database()); END $$;
