-- trap: names with quotes, dots, blanks, line breaks, 63 bytes, keywords and letters beyond ASCII, for every kind
CREATE SCHEMA "Ident.if;i""ers 'é'";
CREATE TYPE "Ident.if;i""ers 'é'"."e.n""u m'" AS ENUM ('a');
CREATE DOMAIN "Ident.if;i""ers 'é'"."d.o""m ain'" AS integer CONSTRAINT "c.h""e ck'" CHECK (VALUE > 0);
CREATE TYPE "Ident.if;i""ers 'é'"."c.o""m p'" AS ("f.i""e ld'" integer, "user" "Ident.if;i""ers 'é'"."e.n""u m'");
CREATE TYPE "Ident.if;i""ers 'é'"."r.a""n ge'" AS RANGE (subtype = integer);
CREATE COLLATION "Ident.if;i""ers 'é'"."c.o""l l'" (provider = icu, locale = 'sv');
CREATE SEQUENCE "Ident.if;i""ers 'é'"."s.e""q '";
CREATE FUNCTION "Ident.if;i""ers 'é'"."f.n"" '"("p.a""r m'" "Ident.if;i""ers 'é'"."e.n""u m'", "select" integer DEFAULT 1) RETURNS "Ident.if;i""ers 'é'"."d.o""m ain'" LANGUAGE sql IMMUTABLE AS 'SELECT 1::"Ident.if;i""ers ''é''"."d.o""m ain''"';
CREATE FUNCTION "Ident.if;i""ers 'é'"."t.r"" fn'"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE AGGREGATE "Ident.if;i""ers 'é'"."a.g""g '"(integer) (sfunc = int4larger, stype = integer);
CREATE OPERATOR "Ident.if;i""ers 'é'".<%> (function = int4eq, leftarg = integer, rightarg = integer, commutator = OPERATOR("Ident.if;i""ers 'é'".<%>), negator = OPERATOR("Ident.if;i""ers 'é'".<!%>));
CREATE OPERATOR "Ident.if;i""ers 'é'".<!%> (function = int4ne, leftarg = integer, rightarg = integer);
CREATE TABLE "Ident.if;i""ers 'é'"."t.a""b le'" ("c.o""l '" integer CONSTRAINT "p.k"" '" PRIMARY KEY DEFAULT nextval('"Ident.if;i""ers ''é''"."s.e""q ''"'), "user" text COLLATE "Ident.if;i""ers 'é'"."c.o""l l'", "order" "Ident.if;i""ers 'é'"."e.n""u m'" DEFAULT 'a', "
" "Ident.if;i""ers 'é'"."c.o""m p'", "%s" "Ident.if;i""ers 'é'"."d.o""m ain'", "$1" "Ident.if;i""ers 'é'"."r.a""n ge'", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaéa" integer, "😀" integer GENERATED ALWAYS AS IDENTITY, " lead" text, "trail " text, "A" integer, "a" integer, "not null" integer CONSTRAINT "c ""k;" CHECK ("not null" <> 3));
CREATE TABLE "Ident.if;i""ers 'é'"."select" ("from" integer REFERENCES "Ident.if;i""ers 'é'"."t.a""b le'" ("c.o""l '"), "Where.x" integer CONSTRAINT "f.k"" '" REFERENCES "Ident.if;i""ers 'é'"."t.a""b le'") PARTITION BY LIST ("from");
CREATE TABLE "Ident.if;i""ers 'é'"."sel.e""ct ü" PARTITION OF "Ident.if;i""ers 'é'"."select" FOR VALUES IN (1);
CREATE UNIQUE INDEX "u.q"" x" ON "Ident.if;i""ers 'é'"."t.a""b le'" ("😀");
ALTER TABLE "Ident.if;i""ers 'é'"."t.a""b le'" REPLICA IDENTITY USING INDEX "u.q"" x";
ALTER TABLE "Ident.if;i""ers 'é'"."t.a""b le'" CLUSTER ON "u.q"" x";
CREATE INDEX "i.d""x '" ON "Ident.if;i""ers 'é'"."t.a""b le'" ("user" DESC, ("Ident.if;i""ers 'é'"."f.n"" '"("order"))) WHERE "A" OPERATOR("Ident.if;i""ers 'é'".<%>) 5;
CREATE VIEW "Ident.if;i""ers 'é'"."v.i""e w'" AS SELECT "c.o""l '" AS "x.y""z '", ("
")."f.i""e ld'" AS "😀", "Ident.if;i""ers 'é'"."a.g""g '"("a") OVER (PARTITION BY "user") AS "group" FROM "Ident.if;i""ers 'é'"."t.a""b le'";
CREATE MATERIALIZED VIEW "Ident.if;i""ers 'é'"."m.v"" '" AS SELECT * FROM "Ident.if;i""ers 'é'"."v.i""e w'";
CREATE TRIGGER "t.r""g '" BEFORE UPDATE OF "user", "c.o""l '" ON "Ident.if;i""ers 'é'"."t.a""b le'" FOR EACH ROW WHEN (new."A" > 1) EXECUTE FUNCTION "Ident.if;i""ers 'é'"."t.r"" fn'"('it''s', '\', '"');
ALTER TABLE "Ident.if;i""ers 'é'"."t.a""b le'" ENABLE ALWAYS TRIGGER "t.r""g '";
CREATE RULE "r.u""l e'" AS ON UPDATE TO "Ident.if;i""ers 'é'"."t.a""b le'" WHERE new."user" = 'x' DO ALSO INSERT INTO "Ident.if;i""ers 'é'"."select" VALUES (1, new."c.o""l '");
CREATE POLICY "p.o""l '" ON "Ident.if;i""ers 'é'"."t.a""b le'" FOR DELETE TO "corpus App" USING ("user" = current_user);
CREATE STATISTICS "Ident.if;i""ers 'é'"."s.t""a '" ON "user", "order" FROM "Ident.if;i""ers 'é'"."t.a""b le'";
COMMENT ON TRIGGER "t.r""g '" ON "Ident.if;i""ers 'é'"."t.a""b le'" IS 't';
COMMENT ON RULE "r.u""l e'" ON "Ident.if;i""ers 'é'"."t.a""b le'" IS 'r';
COMMENT ON POLICY "p.o""l '" ON "Ident.if;i""ers 'é'"."t.a""b le'" IS 'p';
COMMENT ON CONSTRAINT "c ""k;" ON "Ident.if;i""ers 'é'"."t.a""b le'" IS 'c';
COMMENT ON COLUMN "Ident.if;i""ers 'é'"."t.a""b le'"."😀" IS '😀';
COMMENT ON OPERATOR "Ident.if;i""ers 'é'".<%> (integer, integer) IS 'o';
GRANT SELECT ("user", "😀") ON "Ident.if;i""ers 'é'"."t.a""b le'" TO "corpus App";
GRANT EXECUTE ON FUNCTION "Ident.if;i""ers 'é'"."f.n"" '"("Ident.if;i""ers 'é'"."e.n""u m'", integer) TO "corpus App";
GRANT USAGE ON SCHEMA "Ident.if;i""ers 'é'" TO "corpus App";
