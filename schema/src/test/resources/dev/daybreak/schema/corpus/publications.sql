-- Publications of tables and of everything; the one for a table without a key needs its identity.
CREATE SCHEMA pub;
CREATE TABLE pub.a (id integer PRIMARY KEY, b text, c text);
CREATE TABLE pub.nokey (a integer);
ALTER TABLE pub.nokey REPLICA IDENTITY FULL;
CREATE TABLE pub.parted (id integer PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE pub.parted_1 PARTITION OF pub.parted FOR VALUES FROM (0) TO (10);
CREATE PUBLICATION "Some" FOR TABLE pub.a, pub.nokey WITH (publish = 'insert, delete');
CREATE PUBLICATION nothing;
CREATE PUBLICATION everything FOR ALL TABLES WITH (publish = 'insert');
COMMENT ON PUBLICATION nothing IS 'empty';
ALTER PUBLICATION nothing OWNER TO corpus_owner;
