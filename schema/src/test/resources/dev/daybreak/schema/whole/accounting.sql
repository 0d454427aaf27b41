-- A ledger with everything the server has to keep money right: domains, ranges, policies, definers.
CREATE SCHEMA ledger;
CREATE SCHEMA ledger_api;
CREATE SCHEMA ledger_audit;
CREATE EXTENSION btree_gist WITH SCHEMA public;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA ledger OWNER TO corpus_owner;
SET search_path = ledger, public;
CREATE TYPE currency AS ENUM ('EUR', 'USD', 'NPR', 'JPY');
CREATE DOMAIN amount AS numeric(20,4) DEFAULT 0 NOT NULL CONSTRAINT amount_is_a_number CHECK (VALUE <> 'NaN'::numeric);
CREATE DOMAIN positive_amount AS amount CHECK (VALUE > 0);
CREATE DOMAIN iban AS varchar(34) COLLATE "C" CONSTRAINT iban_form CHECK (VALUE ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}$') CONSTRAINT iban_length CHECK (char_length(VALUE) BETWEEN 15 AND 34);
CREATE DOMAIN tags AS text[] DEFAULT '{}' CHECK (array_position(VALUE, NULL) IS NULL);
CREATE TYPE money_value AS (value amount, unit currency);
CREATE TYPE posting_line AS (account iban, debit money_value, credit money_value, texts tags);
CREATE FUNCTION money_less(a money_value, b money_value) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF (a).unit <> (b).unit THEN
    RAISE EXCEPTION 'cannot compare % with %', (a).unit, (b).unit USING ERRCODE = 'data_exception', HINT = 'convert first; then ''compare''';
  END IF;
  RETURN (a).value < (b).value;
END $$;
CREATE FUNCTION money_add(a money_value, b money_value) RETURNS money_value LANGUAGE sql IMMUTABLE AS $$ SELECT CASE WHEN a IS NULL THEN b ELSE ROW((a).value + (b).value, (a).unit)::ledger.money_value END $$;
CREATE OPERATOR << (function = money_less, leftarg = money_value, rightarg = money_value, restrict = scalarltsel, join = scalarltjoinsel);
CREATE OPERATOR + (function = money_add, leftarg = money_value, rightarg = money_value, commutator = +);
CREATE AGGREGATE sum(money_value) (sfunc = money_add, stype = money_value, combinefunc = money_add, parallel = safe);
CREATE TYPE fiscal AS RANGE (subtype = numeric, subtype_diff = numrange_subdiff, multirange_type_name = fiscal_set);
CREATE FUNCTION text_distance(text, text) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT abs(length($1) - length($2))::double precision $$;
CREATE TYPE textrange AS RANGE (subtype = text, subtype_diff = text_distance, collation = "C");
CREATE CAST (money_value AS text) WITH INOUT AS ASSIGNMENT;
CREATE FUNCTION unit_of(money_value) RETURNS currency LANGUAGE sql IMMUTABLE AS $$ SELECT ($1).unit $$;
CREATE CAST (money_value AS currency) WITH FUNCTION unit_of(money_value);

CREATE SEQUENCE document_numbers AS bigint START WITH 20260001 MINVALUE 20260001 NO CYCLE CACHE 1;
CREATE TABLE tenants (id smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE, active daterange NOT NULL DEFAULT daterange(CURRENT_DATE, NULL, '[)'), settings jsonb NOT NULL DEFAULT jsonb_build_object('rounding', 2));
CREATE TABLE periods (tenant smallint NOT NULL REFERENCES tenants, span daterange NOT NULL, closed boolean NOT NULL DEFAULT false, PRIMARY KEY (tenant, span), EXCLUDE USING gist (tenant WITH =, span WITH &&));
CREATE TABLE accounts (tenant smallint NOT NULL REFERENCES tenants ON DELETE RESTRICT, number iban, name text NOT NULL, kind "char" NOT NULL DEFAULT 'A', parent varchar(34), unit currency NOT NULL DEFAULT 'EUR', opened date, overdraft amount, labels tags,
  PRIMARY KEY (tenant, number), FOREIGN KEY (tenant, parent) REFERENCES accounts (tenant, number) ON UPDATE CASCADE ON DELETE NO ACTION DEFERRABLE, CONSTRAINT kind_known CHECK (kind = ANY ('{A,L,E,R,X}'::"char"[])), CONSTRAINT not_own_parent CHECK (parent IS DISTINCT FROM number));
CREATE TABLE entries (id bigint NOT NULL DEFAULT nextval('document_numbers'), tenant smallint NOT NULL, booked date NOT NULL, entered timestamptz NOT NULL DEFAULT transaction_timestamp(), text varchar(140) NOT NULL DEFAULT '', reverses bigint, lines posting_line[] NOT NULL DEFAULT '{}', document tstzmultirange,
  PRIMARY KEY (id, tenant), UNIQUE (tenant, reverses), FOREIGN KEY (reverses, tenant) REFERENCES entries (id, tenant), CHECK (cardinality(lines) <> 1)) PARTITION BY LIST (tenant);
CREATE TABLE entries_1 PARTITION OF entries FOR VALUES IN (1);
CREATE TABLE entries_rest PARTITION OF entries DEFAULT;
CREATE TABLE postings (entry bigint NOT NULL, line smallint NOT NULL, tenant smallint NOT NULL, account varchar(34) NOT NULL, value money_value, debit amount, credit amount, net numeric GENERATED ALWAYS AS (debit::numeric - credit::numeric) STORED, rate numeric(18,9) CHECK (rate > 0 AND rate < 'Infinity'),
  PRIMARY KEY (entry, line), FOREIGN KEY (entry, tenant) REFERENCES entries ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, CONSTRAINT account_exists FOREIGN KEY (tenant, account) REFERENCES accounts ON UPDATE CASCADE, CONSTRAINT one_side CHECK ((debit = 0) <> (credit = 0)));
CREATE TABLE rates (base currency NOT NULL, quote currency NOT NULL, valid tstzrange NOT NULL, rate numeric NOT NULL, CONSTRAINT one_rate EXCLUDE USING gist (base WITH =, quote WITH =, valid WITH &&) WITH (fillfactor = 80) DEFERRABLE INITIALLY IMMEDIATE);
CREATE TABLE limits (tenant smallint, band textrange, cap numeric, EXCLUDE USING gist (band WITH &&));
CREATE TABLE attachments (id uuid PRIMARY KEY, entry bigint, content bytea, kind text CHECK (kind IN ('pdf', 'xml')), meta xml, digest bytea GENERATED ALWAYS AS (sha256(content)) STORED);
CREATE INDEX postings_account ON postings (tenant, account) INCLUDE (debit, credit) WHERE account NOT LIKE 'XX%';
CREATE INDEX entries_text ON entries USING gin (to_tsvector('german', text));
CREATE INDEX entries_month ON entries ((extract(year FROM booked)), (extract(month FROM booked)));
CREATE UNIQUE INDEX accounts_root ON accounts (tenant, (parent IS NULL)) WHERE parent IS NULL AND kind IN ('X', 'A');
CREATE TABLE templates (LIKE postings INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED, name text);
CREATE TABLE archived_postings (archived date DEFAULT CURRENT_DATE) INHERITS (postings);

CREATE FUNCTION ledger_api.current_tenant() RETURNS smallint LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT NULLIF(current_setting('ledger.tenant', true), '')::smallint $$;
CREATE FUNCTION ledger_api.post(booked date, text character varying, VARIADIC lines ledger.posting_line[]) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = ledger, pg_temp SET default_transaction_isolation TO 'serializable' AS $_$
DECLARE
  created bigint;
  line ledger.posting_line;
  n smallint := 0;
  total ledger.amount := 0;
BEGIN
  INSERT INTO entries (tenant, booked, text, lines) VALUES (ledger_api.current_tenant(), $1, post.text, $3) RETURNING id INTO STRICT created;
  FOREACH line IN ARRAY lines LOOP
    n := n + 1;
    total := total + coalesce((line.debit).value, 0) - coalesce((line.credit).value, 0);
    INSERT INTO postings (entry, line, tenant, account) SELECT created, n, ledger_api.current_tenant(), line.account;
  END LOOP;
  IF total <> 0 THEN
    RAISE 'unbalanced: %', total USING ERRCODE = 'P0001';
  END IF;
  RETURN created;
EXCEPTION
  WHEN no_data_found OR too_many_rows THEN
    RETURN NULL;
END;
$_$;
CREATE FUNCTION ledger_api.balance(account varchar, at date DEFAULT CURRENT_DATE, OUT value numeric, OUT unit ledger.currency, OUT "last entry" bigint) LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO 'ledger', 'pg_temp' AS $$ SELECT sum(p.net), min(a.unit), max(p.entry) FROM ledger.postings p JOIN ledger.accounts a ON a.number::text = p.account::text WHERE p.account = $1 $$;
CREATE FUNCTION ledger_api.statement(account varchar) RETURNS TABLE (booked date, text varchar, "in" numeric, "out" numeric, running numeric) LANGUAGE sql STABLE ROWS 100 BEGIN ATOMIC SELECT e.booked, e.text, p.debit, p.credit, sum(p.net) OVER (ORDER BY e.booked, p.line) FROM ledger.postings p JOIN ledger.entries e ON (e.id = p.entry) WHERE p.account::text = statement.account::text ORDER BY 1; END;
CREATE PROCEDURE ledger_api.close_period(INOUT span daterange, force boolean DEFAULT false) LANGUAGE plpgsql AS $$
DECLARE
  open_count integer;
BEGIN
  SELECT count(*) INTO open_count FROM ledger.entries e WHERE e.booked <@ span;
  UPDATE ledger.periods p SET closed = true WHERE p.span = close_period.span AND (force OR open_count > 0);
  COMMIT AND CHAIN;
END $$;
CREATE FUNCTION ledger_audit.record() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  changed text[];
BEGIN
  IF TG_OP = 'UPDATE' THEN
    SELECT array_agg(n.key) INTO changed FROM jsonb_each(to_jsonb(new)) n JOIN jsonb_each(to_jsonb(old)) o USING (key) WHERE n.value IS DISTINCT FROM o.value;
  END IF;
  EXECUTE format('INSERT INTO ledger_audit.%I (op, changed, row_data, who, query) VALUES ($1, $2, $3, session_user, current_query())', TG_ARGV[0]) USING TG_OP, changed, to_jsonb(CASE TG_OP WHEN 'DELETE' THEN old ELSE new END);
  RETURN NULL;
END $$;
CREATE FUNCTION ledger_audit.record_all() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO ledger_audit.bulk SELECT TG_RELID::regclass, count(*) FROM fresh; RETURN NULL; END $$;
CREATE TABLE ledger_audit.log (id bigserial PRIMARY KEY, at timestamptz DEFAULT clock_timestamp(), txid xid8 DEFAULT pg_current_xact_id(), op text, changed text[], row_data jsonb, who name DEFAULT session_user, query text);
CREATE TABLE ledger_audit.bulk (relation regclass, n bigint);
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON accounts FOR EACH ROW EXECUTE FUNCTION ledger_audit.record('log');
CREATE TRIGGER audit AFTER INSERT OR UPDATE OF booked, text OR DELETE ON entries FOR EACH ROW EXECUTE FUNCTION ledger_audit.record('log', 'second argument');
CREATE TRIGGER bulk_insert AFTER INSERT ON postings REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_audit.record_all();
CREATE CONSTRAINT TRIGGER balanced AFTER INSERT OR UPDATE ON postings DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (new.debit IS DISTINCT FROM new.credit) EXECUTE FUNCTION ledger_audit.record('log');

CREATE VIEW balances WITH (security_barrier) AS SELECT tenant, account, sum(net) AS balance, sum(value) AS money FROM postings GROUP BY tenant, account;
CREATE VIEW trial_balance AS WITH RECURSIVE tree AS (SELECT tenant, number, ARRAY[number::text] AS path, 0 AS depth FROM accounts WHERE parent IS NULL UNION ALL SELECT a.tenant, a.number, t.path || a.number::text, t.depth + 1 FROM accounts a JOIN tree t ON (a.tenant, a.parent::text) = (t.tenant, t.number::text)) SEARCH DEPTH FIRST BY number SET ordercol CYCLE number SET is_cycle USING cycle_path SELECT tree.number, tree.path, tree.depth, tree.is_cycle, b.balance FROM tree LEFT JOIN balances b ON b.account::text = tree.number::text;
CREATE VIEW open_items AS SELECT e.*, p.line FROM entries e, postings p WHERE e.id = p.entry AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses = e.id) AND e.booked >= ALL (SELECT lower(span) FROM periods WHERE NOT closed) AND (e.booked, e.booked + 1) OVERLAPS (CURRENT_DATE, interval '30 days') FOR UPDATE OF e SKIP LOCKED;
CREATE VIEW lines AS SELECT e.id, l.ordinality AS line, l.account, (l.debit).value AS debit, (l.credit).unit AS unit, l.texts[1:2] AS two FROM entries e, LATERAL unnest(e.lines) WITH ORDINALITY AS l;
CREATE VIEW updatable AS SELECT tenant, number, name FROM accounts WHERE kind = 'A' WITH CASCADED CHECK OPTION;
CREATE VIEW documents AS SELECT a.id, x.total, x."from", xmlserialize(CONTENT a.meta AS text) AS raw, xmlelement(name "doc", xmlattributes(a.kind AS k), xmlforest(a.entry)) AS made FROM attachments a, XMLTABLE('/a/b' PASSING a.meta COLUMNS total numeric PATH 't' DEFAULT 0, "from" text PATH '@f' NOT NULL) x;
CREATE FUNCTION ledger_api.insert_account() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO ledger.accounts (tenant, number, name) VALUES (new.tenant, new.number, new.name); RETURN new; END $$;
CREATE VIEW api_accounts AS SELECT DISTINCT tenant, number, name FROM accounts;
CREATE TRIGGER into_accounts INSTEAD OF INSERT ON api_accounts FOR EACH ROW EXECUTE FUNCTION ledger_api.insert_account();
ALTER VIEW api_accounts ALTER COLUMN name SET DEFAULT 'unnamed';
CREATE RULE delete_is_closing AS ON DELETE TO api_accounts DO INSTEAD (UPDATE ledger.accounts SET kind = 'X' WHERE accounts.number::text = old.number::text; INSERT INTO ledger_audit.bulk VALUES ('ledger.accounts', 1));
CREATE RULE insert_is_upsert AS ON INSERT TO limits WHERE new.tenant IS NULL DO INSTEAD NOTHING;

ALTER TABLE accounts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE postings ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON accounts USING (tenant = ledger_api.current_tenant()) WITH CHECK (tenant = ledger_api.current_tenant() AND kind <> 'X');
CREATE POLICY tenant_only ON entries TO corpus_reader, "corpus App" USING (tenant = (SELECT ledger_api.current_tenant()));
CREATE POLICY auditors ON entries AS PERMISSIVE FOR SELECT TO corpus_group USING (pg_has_role(current_user, 'corpus_group', 'MEMBER'));
CREATE POLICY not_closed ON postings AS RESTRICTIVE FOR INSERT WITH CHECK (NOT EXISTS (SELECT 1 FROM periods p JOIN entries e ON e.booked <@ p.span WHERE p.closed AND e.id = postings.entry));
CREATE POLICY never ON postings AS RESTRICTIVE FOR DELETE USING (false);
CREATE FUNCTION ledger_audit.on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ DECLARE r record; BEGIN FOR r IN SELECT * FROM pg_event_trigger_ddl_commands() LOOP RAISE LOG 'ddl %', r.object_identity; END LOOP; END $$;
CREATE EVENT TRIGGER audit_ddl ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE') EXECUTE FUNCTION ledger_audit.on_ddl();
ALTER FUNCTION ledger_api.post(date, varchar, posting_line[]) OWNER TO corpus_owner;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA ledger_api FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ledger_api TO "corpus App";
GRANT EXECUTE ON PROCEDURE ledger_api.close_period(daterange, boolean) TO corpus_owner WITH GRANT OPTION;
GRANT USAGE ON SCHEMA ledger, ledger_api TO "corpus App", corpus_reader;
GRANT SELECT (tenant, number, name), UPDATE (name) ON accounts TO corpus_reader;
GRANT SELECT, INSERT ON entries, postings TO "corpus App";
GRANT REFERENCES, TRIGGER ON accounts TO corpus_owner;
REVOKE USAGE ON TYPE currency FROM PUBLIC;
GRANT USAGE ON TYPE currency TO "corpus App", corpus_reader;
REVOKE USAGE ON DOMAIN iban FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA ledger REVOKE ALL ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE corpus_owner REVOKE USAGE ON TYPES FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE corpus_owner GRANT USAGE ON SCHEMAS TO corpus_reader;
COMMENT ON POLICY tenant_only ON accounts IS 'by setting';
COMMENT ON DOMAIN iban IS 'ISO 13616';
COMMENT ON CONSTRAINT iban_form ON DOMAIN iban IS 'form';
COMMENT ON CAST (money_value AS currency) IS 'unit';
COMMENT ON AGGREGATE sum(money_value) IS 'of one unit';
COMMENT ON COLUMN money_value.value IS 'in whole units';
