-- A database that uses every extension the server brings, in public and in schemas of its own.
CREATE SCHEMA ext;
CREATE SCHEMA "Ext two";
CREATE EXTENSION amcheck WITH SCHEMA ext;
CREATE EXTENSION autoinc WITH SCHEMA ext;
CREATE EXTENSION bloom WITH SCHEMA "Ext two";
CREATE EXTENSION btree_gin WITH SCHEMA ext;
CREATE EXTENSION btree_gist WITH SCHEMA ext;
CREATE EXTENSION citext WITH SCHEMA "Ext two";
CREATE EXTENSION cube WITH SCHEMA ext;
CREATE EXTENSION earthdistance WITH SCHEMA ext;
CREATE EXTENSION dblink WITH SCHEMA ext;
CREATE EXTENSION dict_int WITH SCHEMA ext;
CREATE EXTENSION dict_xsyn WITH SCHEMA ext;
CREATE EXTENSION file_fdw;
CREATE EXTENSION fuzzystrmatch WITH SCHEMA ext;
CREATE EXTENSION hstore WITH SCHEMA public;
CREATE EXTENSION insert_username WITH SCHEMA ext;
CREATE EXTENSION intagg WITH SCHEMA ext;
CREATE EXTENSION intarray WITH SCHEMA ext;
CREATE EXTENSION isn WITH SCHEMA ext;
CREATE EXTENSION lo WITH SCHEMA ext;
CREATE EXTENSION ltree WITH SCHEMA "Ext two";
CREATE EXTENSION moddatetime WITH SCHEMA ext;
CREATE EXTENSION pageinspect WITH SCHEMA ext;
CREATE EXTENSION pg_buffercache WITH SCHEMA ext;
CREATE EXTENSION pg_freespacemap WITH SCHEMA ext;
CREATE EXTENSION pg_prewarm WITH SCHEMA ext;
CREATE EXTENSION pg_stat_statements WITH SCHEMA ext;
CREATE EXTENSION pg_surgery WITH SCHEMA ext;
CREATE EXTENSION pg_trgm WITH SCHEMA ext;
CREATE EXTENSION pg_visibility WITH SCHEMA ext;
CREATE EXTENSION pgcrypto WITH SCHEMA ext;
CREATE EXTENSION pgrowlocks WITH SCHEMA ext;
CREATE EXTENSION pgstattuple WITH SCHEMA ext;
CREATE EXTENSION postgres_fdw WITH SCHEMA ext;
CREATE EXTENSION refint WITH SCHEMA ext;
CREATE EXTENSION seg WITH SCHEMA ext;
CREATE EXTENSION sslinfo WITH SCHEMA ext;
CREATE EXTENSION tablefunc WITH SCHEMA ext;
CREATE EXTENSION tcn WITH SCHEMA ext;
CREATE EXTENSION tsm_system_rows WITH SCHEMA ext;
CREATE EXTENSION tsm_system_time WITH SCHEMA ext;
CREATE EXTENSION unaccent WITH SCHEMA public;
CREATE EXTENSION "uuid-ossp" WITH SCHEMA "Ext two";
CREATE EXTENSION xml2 WITH SCHEMA ext;
COMMENT ON EXTENSION hstore IS 'moved about';
ALTER EXTENSION unaccent SET SCHEMA "Ext two";
ALTER EXTENSION hstore SET SCHEMA "Ext two";
REVOKE EXECUTE ON FUNCTION ext.dblink_connect(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ext.dblink_connect(text) TO corpus_reader;
GRANT EXECUTE ON FUNCTION ext.pg_stat_statements_reset(oid, oid, bigint) TO corpus_group;
REVOKE SELECT ON ext.pg_stat_statements FROM PUBLIC;
GRANT USAGE ON FOREIGN DATA WRAPPER postgres_fdw TO corpus_owner;
GRANT USAGE ON SCHEMA ext TO PUBLIC;
GRANT USAGE ON SCHEMA "Ext two" TO corpus_group, "corpus App";

CREATE SCHEMA catalogue;
SET search_path = catalogue, ext, "Ext two", public;
CREATE DOMAIN email AS citext CHECK (VALUE ~ '^[^@]+@[^@]+$');
CREATE DOMAIN isbn_like AS ext.isbn13;
CREATE TYPE place AS (label citext, at cube, attributes hstore);
CREATE TABLE books (
  id uuid PRIMARY KEY DEFAULT uuid_generate_v4(),
  isbn isbn13 NOT NULL UNIQUE,
  issn issn,
  title citext NOT NULL,
  subtitle varchar(200),
  path ltree NOT NULL,
  patterns lquery[],
  wanted ltxtquery,
  attributes hstore DEFAULT 'lang=>en, pages=>NULL',
  tags integer[] DEFAULT '{}',
  authors citext[] DEFAULT ARRAY['anonymous'::citext],
  price_range seg,
  position earth,
  box cube,
  cover lo,
  contact email,
  origin place,
  secret bytea DEFAULT digest('salt', 'sha256'),
  changed_by text,
  changed_at timestamptz,
  counter integer,
  UNIQUE (title, subtitle),
  CHECK (title <> 'untitled'),
  CHECK (path <@ 'top'::ltree),
  CHECK (attributes ? 'lang'),
  CHECK (icount(tags) < 100),
  CHECK (isn_weak() IS NOT NULL));
CREATE INDEX books_path_gist ON books USING gist (path);
CREATE INDEX books_path_siglen ON books USING gist (path gist_ltree_ops (siglen = 100));
CREATE INDEX books_path_btree ON books (path);
CREATE INDEX books_title_trgm ON books USING gin ((title::text) gin_trgm_ops);
CREATE INDEX books_subtitle_trgm ON books USING gist (subtitle gist_trgm_ops (siglen = 64));
CREATE INDEX books_attr_gin ON books USING gin (attributes);
CREATE INDEX books_attr_gist ON books USING gist (attributes gist_hstore_ops (siglen = 32));
CREATE INDEX books_tags ON books USING gin (tags gin__int_ops);
CREATE INDEX books_tags_gist ON books USING gist (tags gist__int_ops (numranges = 200));
CREATE INDEX books_tags_big ON books USING gist (tags gist__intbig_ops (siglen = 128));
CREATE INDEX books_mixed ON books USING gin (counter, tags gin__int_ops);
CREATE INDEX books_mixed_2 ON books USING gist (counter, box, price_range);
CREATE INDEX books_bloom ON books USING bloom (counter, subtitle) WITH (length = 96, col1 = 3, col2 = 5);
CREATE INDEX books_isbn ON books USING hash (isbn);
CREATE INDEX books_lower ON books (lower(title::text) text_pattern_ops);
CREATE INDEX books_phonetic ON books (soundex(subtitle), metaphone(subtitle, 8));
CREATE INDEX books_ci ON books (title citext_pattern_ops);
CREATE TABLE loans (
  book uuid NOT NULL REFERENCES books ON DELETE CASCADE,
  during tstzrange NOT NULL,
  shelf integer,
  EXCLUDE USING gist (book WITH =, during WITH &&),
  CONSTRAINT one_per_shelf EXCLUDE USING gist (shelf WITH <>, during WITH =) WHERE (shelf > 0) DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE old_references (id integer PRIMARY KEY, parent integer);
CREATE SEQUENCE counters;

CREATE TRIGGER who BEFORE INSERT OR UPDATE ON books FOR EACH ROW EXECUTE FUNCTION insert_username('changed_by');
CREATE TRIGGER stamped BEFORE UPDATE ON books FOR EACH ROW EXECUTE FUNCTION moddatetime('changed_at');
CREATE TRIGGER counted BEFORE INSERT ON books FOR EACH ROW EXECUTE FUNCTION autoinc('counter', 'counters');
CREATE TRIGGER unlink BEFORE UPDATE OR DELETE ON books FOR EACH ROW EXECUTE FUNCTION lo_manage('cover');
CREATE TRIGGER notified AFTER INSERT OR UPDATE OR DELETE ON books FOR EACH ROW EXECUTE FUNCTION triggered_change_notification('books_changed');
CREATE TRIGGER refers BEFORE INSERT OR UPDATE ON old_references FOR EACH ROW EXECUTE FUNCTION check_primary_key('parent', 'catalogue.old_references', 'id');

CREATE VIEW by_author AS SELECT a.author, count(*) AS n, max(similarity(b.title::text, 'war')) AS likeness FROM books b CROSS JOIN LATERAL unnest(b.authors) AS a(author) WHERE b.title LIKE 'w%' OR b.title % 'peace' GROUP BY a.author;
CREATE VIEW near AS SELECT id, earth_distance(position, ll_to_earth(52.5, 13.4)) AS metres, box <-> cube(ARRAY[1, 2]) AS away FROM books WHERE earth_box(position, 1000) @> position;
CREATE VIEW exploded AS SELECT b.id, e.key, e.value, b.attributes - 'lang'::text AS rest, b.attributes || hstore('x', 'y') AS more, %% b.attributes AS flat FROM books b, each(b.attributes) e WHERE b.attributes ?& ARRAY['a', 'b'] OR b.attributes -> 'a' = 'b';
CREATE VIEW months AS SELECT * FROM crosstab('SELECT 1, 2, 3') AS c(row_name integer, jan integer, feb integer);
CREATE VIEW sampled AS SELECT id FROM books TABLESAMPLE system_rows (10) UNION ALL SELECT id FROM books TABLESAMPLE system_time (100);
CREATE VIEW below AS SELECT id, subpath(path, 1) AS rest, path || 'x'::text AS longer, nlevel(path) AS depth, path ~ 'top.*'::lquery AS matches, path @ 'a & b'::ltxtquery AS has FROM books;
CREATE VIEW tags_of AS SELECT id, tags & ARRAY[1, 2] AS both_of, tags - 5 AS without, sort(uniq(tags)) AS sorted, tags @@ '1&(2|3)'::query_int AS wanted, tags # 3 AS at FROM books;
CREATE VIEW other_side AS SELECT x.* FROM dblink('dbname=nowhere', 'SELECT 1, 2') AS x(a integer, b text);
CREATE VIEW statistics AS SELECT queryid, calls FROM pg_stat_statements;
CREATE MATERIALIZED VIEW titles AS SELECT title, unaccent(title::text) AS plain, levenshtein(title::text, 'x') AS far FROM books WITH NO DATA;
CREATE UNIQUE INDEX titles_title ON titles (title);

CREATE TEXT SEARCH CONFIGURATION plain (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION plain ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;
CREATE TEXT SEARCH DICTIONARY numbers (TEMPLATE = intdict_template, maxlen = 5, rejectlong = true);
CREATE TEXT SEARCH DICTIONARY synonyms (TEMPLATE = xsyn_template, keeporig = false);
ALTER TEXT SEARCH CONFIGURATION plain ALTER MAPPING FOR int, uint WITH numbers;
CREATE FUNCTION plain_text(t citext) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$ SELECT to_tsvector('catalogue.plain', t::text) $$;
CREATE INDEX books_fts ON books USING gin (plain_text(title));
CREATE FUNCTION digest_of(text, algorithm text DEFAULT 'sha1') RETURNS text LANGUAGE sql IMMUTABLE STRICT SET search_path = ext, "Ext two" AS $$ SELECT encode(digest($1, $2), 'hex') $$;
CREATE FUNCTION attribute(books, text) RETURNS text LANGUAGE sql STABLE AS $$ SELECT $1.attributes -> $2 $$;
CREATE AGGREGATE all_tags(integer[]) (sfunc = array_cat, stype = integer[], initcond = '{}');
CREATE OPERATOR === (function = citext_eq, leftarg = citext, rightarg = citext, commutator = ===);
CREATE CAST (ltree AS integer[]) WITH INOUT;
CREATE OPERATOR FAMILY parted USING btree;
CREATE SERVER neighbour FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'h.example', dbname 'd', fetch_size '5000');
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
CREATE USER MAPPING FOR PUBLIC SERVER neighbour OPTIONS ("user" 'guest');
CREATE FOREIGN TABLE imported (id integer OPTIONS (column_name 'ID'), name citext) SERVER neighbour OPTIONS (schema_name 's', table_name 't');
CREATE FOREIGN TABLE lines (line text) SERVER files OPTIONS (filename '/nowhere', format 'csv', null '');
GRANT SELECT ON imported TO corpus_reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA catalogue GRANT SELECT ON TABLES TO corpus_group;
