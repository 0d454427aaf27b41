-- A conversion over a function of the server, one of them the default of its schema.
CREATE SCHEMA conv;
CREATE CONVERSION conv.mine FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE DEFAULT CONVERSION conv.usual FOR 'LATIN2' TO 'UTF8' FROM iso8859_to_utf8;
COMMENT ON CONVERSION conv.mine IS 'old';
ALTER CONVERSION conv.mine OWNER TO corpus_owner;
