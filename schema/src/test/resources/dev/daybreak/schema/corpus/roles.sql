-- trap: roles with odd names, chains of membership and settings of their own
CREATE SCHEMA roles;
CREATE ROLE corpus_r1 NOLOGIN CREATEROLE CONNECTION LIMIT 0;
CREATE ROLE corpus_r2 LOGIN NOINHERIT REPLICATION BYPASSRLS VALID UNTIL 'infinity';
CREATE ROLE "corpus App r""3 ü;" LOGIN CREATEDB CREATEROLE PASSWORD NULL IN ROLE corpus_r1;
GRANT corpus_r1 TO corpus_r2 WITH ADMIN OPTION;
GRANT corpus_group TO corpus_r1;
ALTER ROLE corpus_r2 SET work_mem = '7MB';
ALTER ROLE corpus_r2 SET my.own = 'x, "y" ''z''';
ALTER ROLE corpus_r2 SET search_path = roles, "Odd path", public;
ALTER ROLE corpus_r1 SET log_min_duration_statement = 250;
COMMENT ON ROLE corpus_r1 IS 'one';
CREATE TABLE roles.t (a integer);
ALTER TABLE roles.t OWNER TO corpus_r2;
GRANT SELECT ON roles.t TO "corpus App r""3 ü;", corpus_r1;
