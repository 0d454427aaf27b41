-- Line breaks, returns and backslashes in names and values that are kept as lists.
CREATE SCHEMA "line
break";
CREATE TABLE "line
break"."t \n
x" ("a
b" integer PRIMARY KEY, c text);
CREATE PUBLICATION "pub
lication" FOR TABLE "line
break"."t \n
x" ("a
b", c) WHERE ("a
b" > 1 AND c <> E'x\n\\n y\r');
CREATE PUBLICATION "whole
schema" FOR TABLES IN SCHEMA "line
break";
CREATE TEXT SEARCH DICTIONARY "line
break"."d\n
" (template = simple);
CREATE TEXT SEARCH CONFIGURATION "line
break".c (parser = pg_catalog."default");
ALTER TEXT SEARCH CONFIGURATION "line
break".c ADD MAPPING FOR asciiword, word WITH "line
break"."d\n
", simple;
CREATE VIEW "line
break".v AS SELECT "a
b" AS "x
y" FROM "line
break"."t \n
x";
CREATE STATISTICS "line
break"."s
" ON "a
b", c FROM "line
break"."t \n
x";
CREATE FUNCTION "line
break"."f
"("p
q" integer DEFAULT 1) RETURNS text LANGUAGE sql SET my.banner = E'a\nb=c\\n' SET my.empty = '' AS 'SELECT ''x''';
CREATE POLICY "p
" ON "line
break"."t \n
x" USING (c = E'\n');
CREATE TRIGGER "t
" BEFORE UPDATE OF "a
b" ON "line
break"."t \n
x" FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE TABLE "line
break".parted (a text) PARTITION BY LIST (a);
CREATE TABLE "line
break"."part
1" PARTITION OF "line
break".parted FOR VALUES IN (E'a\nb', E'\\', NULL);
CREATE TYPE "line
break".e AS ENUM (E'a\nb', E'\\n', '', E'\r');
CREATE SEQUENCE "line
break"."s\n
" OWNED BY "line
break"."t \n
x"."a
b";
ALTER ROLE corpus_reader SET my.banner = E'one\ntwo=three\\n';
ALTER ROLE corpus_reader SET search_path = "line
break", public;
