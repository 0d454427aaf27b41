-- Rights on functions of the server that the target no longer has, and more of its columns.
-- expects SCH-SHIPPED-RIGHT shipped pg_catalog.pg_is_in_backup() function
CREATE SCHEMA rights14;
GRANT USAGE ON SCHEMA rights14 TO corpus_reader;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_is_in_backup() TO corpus_reader;
