-- Text search: dictionaries with options, a configuration with several dictionaries per token.
CREATE SCHEMA search;
CREATE TEXT SEARCH DICTIONARY search."Plain" (TEMPLATE = pg_catalog.simple, STOPWORDS = english, ACCEPT = false);
CREATE TEXT SEARCH DICTIONARY search.stem (TEMPLATE = pg_catalog.snowball, LANGUAGE = german, STOPWORDS = german);
CREATE TEXT SEARCH CONFIGURATION search.words (PARSER = pg_catalog."default");
ALTER TEXT SEARCH CONFIGURATION search.words ADD MAPPING FOR asciiword, word WITH search."Plain", search.stem, pg_catalog.simple;
ALTER TEXT SEARCH CONFIGURATION search.words ADD MAPPING FOR int, host WITH pg_catalog.simple;
CREATE TEXT SEARCH CONFIGURATION search.none (PARSER = pg_catalog."default");
COMMENT ON TEXT SEARCH CONFIGURATION search.words IS 'many';
COMMENT ON TEXT SEARCH DICTIONARY search.stem IS 'roots';
CREATE TABLE search.docs (id integer, body text, tsv tsvector GENERATED ALWAYS AS (to_tsvector('search.words'::regconfig, body)) STORED);
CREATE INDEX docs_tsv ON search.docs USING gin (tsv);
CREATE INDEX docs_expr ON search.docs USING gin (to_tsvector('search.words'::regconfig, body));
ALTER TEXT SEARCH DICTIONARY search.stem OWNER TO corpus_owner;
ALTER TEXT SEARCH CONFIGURATION search.none OWNER TO corpus_owner;
