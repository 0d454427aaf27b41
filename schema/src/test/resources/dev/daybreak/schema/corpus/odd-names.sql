-- Names with quotes, dots, blanks, line breaks, keywords, 63 bytes; the same name in three schemas.
CREATE SCHEMA "a.b";
CREATE SCHEMA "A.B";
CREATE SCHEMA "table";
CREATE TABLE "a.b"."c.d" ("e.f" integer PRIMARY KEY, "select" text, "q""q" text, "new
line" integer, "ümläut€" text, "  " integer);
CREATE TABLE "A.B"."c.d" ("e.f" bigint PRIMARY KEY REFERENCES "a.b"."c.d");
CREATE TABLE "table"."c.d" (LIKE "a.b"."c.d" INCLUDING ALL);
CREATE TYPE "table"."user" AS ENUM ('a, b', 'c''d', '"e"', '');
CREATE DOMAIN "table"."order" AS "table"."user"[] CHECK (cardinality(VALUE) < 3);
CREATE TABLE "table"."group" ("order" "table"."order" DEFAULT ARRAY['a, b']::"table"."user"[], "limit" "a.b"."c.d", "offset" "A.B"."c.d"[]);
CREATE FUNCTION "table"."function"("in" integer, OUT "out" integer, VARIADIC "v v" "table"."user"[] DEFAULT '{}') LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION "table"."same"(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT ''text''';
CREATE FUNCTION "table"."same"(varchar) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT ''varchar''';
CREATE FUNCTION "a.b"."same"(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT ''other''';
CREATE VIEW "a.b"."view" AS SELECT "table".same("select"), "table".same("select"::varchar) AS two, "a.b".same("q""q") AS three FROM "a.b"."c.d";
CREATE TABLE "a.b"."éééééééééééééééééééééééééééééé3" ("éééééééééééééééééééééééééééééé3" integer);
CREATE INDEX "éééééééééééééééééééééééééééééé4" ON "a.b"."éééééééééééééééééééééééééééééé3" ("éééééééééééééééééééééééééééééé3");
CREATE POLICY "p.o ""l""" ON "a.b"."c.d" USING ("q""q" = 'x');
CREATE TRIGGER "t.r ""g""" BEFORE UPDATE OF "new
line", "  " ON "a.b"."c.d" FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE SEQUENCE "a.b"."s.q" OWNED BY "a.b"."c.d"."new
line";
CREATE STATISTICS "a.b"."st.at" ON "select", "q""q" FROM "a.b"."c.d";
