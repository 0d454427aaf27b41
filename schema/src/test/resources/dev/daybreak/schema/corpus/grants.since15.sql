-- The right to change settings of the server.
GRANT SET ON PARAMETER log_min_duration_statement TO corpus_reader;
GRANT ALTER SYSTEM ON PARAMETER work_mem TO corpus_owner WITH GRANT OPTION;
CREATE SCHEMA rights15;
GRANT USAGE ON SCHEMA rights15 TO corpus_reader;
GRANT USAGE ON SCHEMA rights15 TO corpus_owner;
