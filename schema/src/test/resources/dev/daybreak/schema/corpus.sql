CREATE SCHEMA sales;
CREATE SCHEMA "Räume ""und"" Zeit";
CREATE SCHEMA "select";
CREATE EXTENSION btree_gist WITH SCHEMA public;
COMMENT ON SCHEMA sales IS 'it''s a \ backslash';

CREATE TYPE sales.mood AS ENUM ('sad', 'ok', 'it''s', 'Zoë');
ALTER TYPE sales.mood ADD VALUE 'between' BEFORE 'ok';
CREATE TYPE "Räume ""und"" Zeit".mood AS ENUM ('other');
CREATE DOMAIN sales.country AS varchar(3) COLLATE "C" DEFAULT 'NP' NOT NULL CONSTRAINT two_or_three CHECK (length(VALUE) BETWEEN 2 AND 3);
CREATE DOMAIN sales.happy AS sales.mood CHECK (VALUE <> 'sad');
CREATE DOMAIN sales.late AS integer;
ALTER DOMAIN sales.late ADD CONSTRAINT positive CHECK (VALUE > 0) NOT VALID;
CREATE TYPE sales.point3 AS (x double precision, "Y y" numeric(10,2), label varchar(20) COLLATE "C");
CREATE TYPE sales.path AS (points sales.point3[], how sales.mood);
CREATE TYPE sales.timespan AS RANGE (subtype = time);
CREATE COLLATION sales.german (provider = icu, locale = 'de-DE');
CREATE COLLATION sales.nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);

CREATE FUNCTION sales.add_tax(amount numeric, rate numeric DEFAULT 0.19) RETURNS numeric
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS 'SELECT round(amount * (1 + rate), 2)';
CREATE FUNCTION sales.next_code(prefix text) RETURNS text LANGUAGE plpgsql SET search_path = sales, pg_temp
  AS $f$ BEGIN RETURN prefix || '; -- ' || nextval('codes'); END $f$;
CREATE PROCEDURE sales.nothing(INOUT a integer, b text DEFAULT 'x;y') LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN a := 1; END';
CREATE AGGREGATE sales.product(double precision) (sfunc = float8mul, stype = double precision, initcond = '1', parallel = safe, combinefunc = float8mul);
CREATE AGGREGATE sales.count_all(*) (sfunc = int8inc, stype = bigint, initcond = '0');
CREATE FUNCTION sales.almost(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT abs($1 - $2) <= 1';
CREATE OPERATOR sales.=~= (function = sales.almost, leftarg = integer, rightarg = integer, commutator = OPERATOR(sales.=~=));
COMMENT ON FUNCTION sales.add_tax(numeric, numeric) IS 'with "quotes"';
COMMENT ON OPERATOR sales.=~= (integer, integer) IS 'nearly';

CREATE SEQUENCE sales.codes AS integer INCREMENT BY -3 MINVALUE -1000 MAXVALUE 10 START WITH 7 CACHE 5 CYCLE;
CREATE SEQUENCE public."Weird seq.""q""" START WITH 42;

CREATE TABLE sales.customers (
  id bigint GENERATED ALWAYS AS IDENTITY (START WITH 100 INCREMENT BY 10 CACHE 7) PRIMARY KEY,
  code text NOT NULL DEFAULT sales.next_code('C'),
  country sales.country,
  iso varchar(3),
  mood sales.mood DEFAULT 'ok',
  feeling sales.happy,
  "Name mit Ä" text COLLATE sales.german,
  places sales.path[],
  balance numeric(12,2) NOT NULL DEFAULT 0 CONSTRAINT customers_balance_not_null CHECK (balance IS NOT NULL),
  gross numeric GENERATED ALWAYS AS (sales.add_tax(balance)) STORED,
  blob bytea, doc jsonb DEFAULT '{"a": [1, 2]}', tags text[] DEFAULT ARRAY['x', 'y;z']::text[],
  tsv tsvector, addr inet, bits bit(5), vbits bit varying(9), wait interval day to second(3), at timestamptz(3) DEFAULT now(),
  open sales.timespan, flt real DEFAULT 'NaN'::real,
  EXCLUDE USING gist (country WITH =, open WITH &&) WHERE (iso IS NOT NULL));
ALTER TABLE sales.customers ALTER COLUMN blob SET STORAGE EXTERNAL, ALTER COLUMN doc SET STATISTICS 250, ALTER COLUMN iso SET (n_distinct = -0.5);
ALTER TABLE sales.customers DROP COLUMN addr;
ALTER TABLE sales.customers SET (autovacuum_enabled = true, fillfactor = 70, toast.autovacuum_enabled = false);
COMMENT ON TABLE sales.customers IS E'line\nbreak';
COMMENT ON COLUMN sales.customers."Name mit Ä" IS 'Name';
CREATE UNIQUE INDEX customers_code ON sales.customers (lower(code) text_pattern_ops DESC NULLS LAST) INCLUDE (iso, mood) WITH (fillfactor = 60) WHERE code <> 'x';
CREATE INDEX customers_doc ON sales.customers USING gin (doc jsonb_path_ops);
CREATE INDEX customers_at ON sales.customers USING brin (at) WITH (pages_per_range = 8);
CREATE INDEX customers_name ON sales.customers USING hash ("Name mit Ä");
CREATE INDEX customers_expr ON sales.customers (sales.add_tax(balance), (doc ->> 'k') COLLATE "C");
ALTER INDEX sales.customers_expr ALTER COLUMN 1 SET STATISTICS 77;
ALTER TABLE sales.customers CLUSTER ON customers_pkey;
CREATE STATISTICS sales.cust_stats (ndistinct, dependencies, mcv) ON country, iso FROM sales.customers;

CREATE TABLE public.orders (
  id serial PRIMARY KEY,
  customer bigint NOT NULL REFERENCES sales.customers ON UPDATE CASCADE ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
  parent integer REFERENCES public.orders,
  note text, status varchar(10) DEFAULT 'new' CHECK (status IN ('new', 'done')),
  UNIQUE (customer, id) DEFERRABLE);
CREATE TABLE sales.orders (a integer, b integer, c text, PRIMARY KEY (b, a) INCLUDE (c) WITH (fillfactor = 80));
CREATE TABLE "select"."from" ("where" integer PRIMARY KEY, "group by" text UNIQUE);
CREATE TABLE public.chicken (id integer PRIMARY KEY, egg integer);
CREATE TABLE public.egg (id integer PRIMARY KEY, chicken integer REFERENCES public.chicken (id));
ALTER TABLE public.chicken ADD CONSTRAINT hatched FOREIGN KEY (egg) REFERENCES public.egg (id) ON DELETE CASCADE;
ALTER TABLE public.chicken ADD CONSTRAINT unchecked FOREIGN KEY (egg) REFERENCES public.egg (id) NOT VALID;
ALTER TABLE public.chicken ADD CONSTRAINT later CHECK (id > 0) NOT VALID;
CREATE TABLE public.pair_ref (x integer, y integer, FOREIGN KEY (x, y) REFERENCES sales.orders (b, a) MATCH FULL);

CREATE TABLE public.nokey (a integer, b text);
CREATE TABLE public.nokey_full (a integer);
ALTER TABLE public.nokey_full REPLICA IDENTITY FULL;
CREATE TABLE public.bykey (a integer NOT NULL, b integer);
CREATE UNIQUE INDEX bykey_a ON public.bykey (a);
ALTER TABLE public.bykey REPLICA IDENTITY USING INDEX bykey_a;
CREATE TABLE public.fullkey (a integer PRIMARY KEY);
ALTER TABLE public.fullkey REPLICA IDENTITY FULL;
CREATE UNLOGGED TABLE public.fast (id integer GENERATED BY DEFAULT AS IDENTITY, v text);
CREATE TABLE public."zero" ();
CREATE TABLE public.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk (
  abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk integer PRIMARY KEY);
CREATE TABLE public."we.ird ""t"" Ñ
line" (" " integer PRIMARY KEY DEFAULT nextval('public."Weird seq.""q"""'::regclass), "a'b" text NOT NULL DEFAULT E'\\''"');
CREATE INDEX "ix %I ? {fn}" ON public."we.ird ""t"" Ñ
line" ("a'b");

CREATE TABLE public.base (id integer NOT NULL, label text DEFAULT 'base', CONSTRAINT id_ok CHECK (id > 0));
CREATE TABLE public.derived (extra text) INHERITS (public.base);
ALTER TABLE public.derived ALTER COLUMN label SET DEFAULT 'derived';
ALTER TABLE public.derived ALTER COLUMN label SET NOT NULL;
CREATE TABLE public.adopted (extra text, label text, id integer NOT NULL, CONSTRAINT id_ok CHECK (id > 0));
ALTER TABLE public.adopted INHERIT public.base;

CREATE TABLE sales.events (id bigint GENERATED BY DEFAULT AS IDENTITY, at date NOT NULL, region text DEFAULT 'all', v integer CHECK (v < 1000000), PRIMARY KEY (id, at, region)) PARTITION BY RANGE (at);
CREATE TABLE sales.events_2025 PARTITION OF sales.events FOR VALUES FROM (MINVALUE) TO ('2026-01-01') PARTITION BY LIST (region);
CREATE TABLE sales.events_2025_eu PARTITION OF sales.events_2025 FOR VALUES IN ('eu', NULL) PARTITION BY HASH (id);
CREATE TABLE sales.events_2025_eu_0 PARTITION OF sales.events_2025_eu FOR VALUES WITH (modulus 2, remainder 0);
CREATE TABLE sales.events_2025_eu_1 PARTITION OF sales.events_2025_eu FOR VALUES WITH (modulus 2, remainder 1);
CREATE TABLE sales.events_2025_rest PARTITION OF sales.events_2025 DEFAULT;
CREATE TABLE sales.events_2026 (v integer CHECK (v < 1000000), region text NOT NULL, id bigint NOT NULL, at date NOT NULL);
ALTER TABLE sales.events_2026 ALTER COLUMN region SET DEFAULT 'r26';
ALTER TABLE sales.events_2026 RENAME CONSTRAINT events_2026_v_check TO events_v_check;
ALTER TABLE sales.events ATTACH PARTITION sales.events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE sales.events_default PARTITION OF sales.events DEFAULT;
CREATE INDEX events_v ON sales.events (v, at);
CREATE INDEX only_here ON sales.events_2026 (region);
CREATE INDEX incomplete ON ONLY sales.events (region);
CREATE TABLE sales.event_notes (id bigint, at date, region text, note text, FOREIGN KEY (id, at, region) REFERENCES sales.events) PARTITION BY LIST (region);
CREATE TABLE sales.event_notes_eu PARTITION OF sales.event_notes FOR VALUES IN ('eu');
CREATE TABLE sales.by_expr (a text, b integer) PARTITION BY RANGE (lower(a), b);
CREATE TABLE sales.by_expr_1 PARTITION OF sales.by_expr FOR VALUES FROM ('a', MINVALUE) TO ('m', MAXVALUE);

CREATE VIEW sales.v_customers AS SELECT id, code, country::text AS country, upper("Name mit Ä") AS "Üpper" FROM sales.customers WHERE mood <> 'sad';
CREATE VIEW sales.v_top WITH (security_barrier = true) AS SELECT c.id, c.code, count(o.id) AS n FROM sales.customers c LEFT JOIN public.orders o ON o.customer = c.id GROUP BY c.id;
CREATE VIEW public.a_view AS SELECT t.* FROM sales.v_top t JOIN sales.v_customers USING (id);
CREATE VIEW public.checked AS SELECT * FROM public.nokey WHERE a > 0 WITH LOCAL CHECK OPTION;
ALTER VIEW public.checked ALTER COLUMN b SET DEFAULT 'from view';
CREATE RECURSIVE VIEW public.tree (id, depth) AS SELECT id, 0 FROM public.orders WHERE parent IS NULL UNION ALL SELECT o.id, depth + 1 FROM public.orders o JOIN tree t ON o.parent = t.id;
CREATE MATERIALIZED VIEW sales.m_full AS SELECT country::text AS country, count(*) AS n FROM sales.customers GROUP BY 1;
CREATE UNIQUE INDEX m_full_country ON sales.m_full (country);
CREATE MATERIALIZED VIEW public.m_empty AS SELECT * FROM sales.m_full WITH NO DATA;
COMMENT ON MATERIALIZED VIEW sales.m_full IS 'counted';
CREATE FUNCTION public.from_view() RETURNS SETOF public.a_view LANGUAGE sql STABLE AS 'SELECT * FROM public.a_view';
CREATE VIEW public.over_function AS SELECT f.id FROM public.from_view() f;
CREATE RULE no_delete AS ON DELETE TO public.nokey DO INSTEAD NOTHING;
CREATE RULE log_it AS ON INSERT TO public.nokey_full WHERE new.a > 5 DO ALSO INSERT INTO public.nokey VALUES (new.a, 'rule');

CREATE TABLE public.audit (at timestamptz DEFAULT clock_timestamp(), what text);
CREATE FUNCTION public.note_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.audit (what) VALUES (TG_TABLE_NAME || TG_OP); RETURN NULL; END $$;
CREATE TRIGGER note AFTER INSERT OR UPDATE OF code ON sales.customers FOR EACH ROW WHEN (new.balance > 0) EXECUTE FUNCTION public.note_change('a''b', '2');
CREATE TRIGGER note_all AFTER UPDATE ON public.orders REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION public.note_change();
CREATE CONSTRAINT TRIGGER late_note AFTER DELETE ON public.orders DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.note_change();
CREATE TRIGGER parted AFTER INSERT ON sales.events FOR EACH ROW EXECUTE FUNCTION public.note_change();
ALTER TABLE sales.events_2026 DISABLE TRIGGER parted;
CREATE TRIGGER off BEFORE TRUNCATE ON public.nokey FOR EACH STATEMENT EXECUTE FUNCTION public.note_change();
ALTER TABLE public.nokey DISABLE TRIGGER off;
CREATE TRIGGER instead INSTEAD OF INSERT ON public.a_view FOR EACH ROW EXECUTE FUNCTION public.note_change();
COMMENT ON TRIGGER note ON sales.customers IS 'noted';
COMMENT ON CONSTRAINT hatched ON public.chicken IS 'first';
COMMENT ON INDEX sales.customers_pkey IS 'key';

ALTER TABLE sales.customers ENABLE ROW LEVEL SECURITY;
ALTER TABLE sales.customers FORCE ROW LEVEL SECURITY;
CREATE POLICY mine ON sales.customers AS RESTRICTIVE FOR UPDATE TO "corpus App", corpus_owner USING (code = current_setting('my.tenant', true)) WITH CHECK (balance >= 0);
CREATE POLICY "all" ON sales.customers USING (true);

GRANT USAGE ON SCHEMA sales TO "corpus App";
GRANT SELECT, INSERT ON sales.customers TO "corpus App" WITH GRANT OPTION;
GRANT UPDATE (code, iso) ON sales.customers TO corpus_reader;
GRANT ALL ON public.orders TO corpus_reader;
GRANT SELECT ON sales.v_top TO PUBLIC;
GRANT USAGE ON SEQUENCE sales.codes TO "corpus App";
REVOKE EXECUTE ON FUNCTION sales.add_tax(numeric, numeric) FROM PUBLIC;
REVOKE USAGE ON TYPE sales.mood FROM PUBLIC;
GRANT USAGE ON TYPE sales.mood TO "corpus App";
REVOKE ALL ON public.audit FROM PUBLIC, postgres;
ALTER TABLE public.nokey OWNER TO corpus_owner;
ALTER TABLE public.orders OWNER TO corpus_owner;
ALTER SCHEMA "select" OWNER TO corpus_owner;
ALTER TYPE sales.mood OWNER TO corpus_owner;
ALTER AGGREGATE sales.count_all(*) OWNER TO corpus_owner;
ALTER DEFAULT PRIVILEGES FOR ROLE corpus_owner IN SCHEMA sales GRANT SELECT ON TABLES TO corpus_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE corpus_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
