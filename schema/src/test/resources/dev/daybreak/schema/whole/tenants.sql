-- One schema for each of thirty tenants, all with the same names, over a shared one.
CREATE SCHEMA shared;
CREATE EXTENSION hstore WITH SCHEMA shared;
CREATE TABLE shared.tenants (id serial PRIMARY KEY, schema_name name NOT NULL UNIQUE, plan text DEFAULT 'basic');
CREATE TABLE shared.countries (code char(2) PRIMARY KEY, name text);
CREATE TABLE shared.events (tenant name NOT NULL DEFAULT current_schema(), at timestamptz NOT NULL DEFAULT now(), what shared.hstore) PARTITION BY LIST (tenant);
CREATE FUNCTION shared.current_tenant() RETURNS integer LANGUAGE sql STABLE AS $$ SELECT id FROM shared.tenants WHERE schema_name = current_schema() $$;
CREATE FUNCTION shared.keep_history() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = shared, pg_temp AS $$
BEGIN
  EXECUTE format('INSERT INTO %I.history (tbl, op, old_row, new_row) VALUES ($1, $2, $3, $4)', TG_TABLE_SCHEMA)
    USING TG_TABLE_NAME, TG_OP, CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(old) END, CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(new) END;
  RETURN coalesce(new, old);
END;
$$;
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'corpus_t1') THEN
    FOR i IN 1..10 LOOP
      EXECUTE format('CREATE ROLE corpus_t%s NOLOGIN ROLE corpus_owner', i);
    END LOOP;
  END IF;
END $$;

DO $$
DECLARE
  s text;
  ddl text;
BEGIN
  FOR i IN 1..30 LOOP
    s := CASE WHEN i % 10 = 0 THEN 'Tenant ' || i || ' "GmbH"' ELSE 'tenant_' || lpad(i::text, 3, '0') END;
    EXECUTE format('CREATE SCHEMA %I', s);
    EXECUTE format('SET search_path = %I, shared', s);
    FOREACH ddl IN ARRAY ARRAY[
      'CREATE TYPE state AS ENUM (''new'', ''done'')',
      'CREATE DOMAIN code AS varchar(8) CHECK (VALUE ~ ''^[a-z]+$'')',
      'CREATE TABLE customers (id bigserial PRIMARY KEY, code code UNIQUE, name text NOT NULL, country char(2) REFERENCES shared.countries, extra hstore, vip boolean DEFAULT false)',
      'CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, customer bigint REFERENCES customers ON DELETE CASCADE, state state NOT NULL DEFAULT ''new'', total numeric(12,2) CHECK (total >= 0), placed timestamptz DEFAULT now())',
      'CREATE INDEX orders_state ON orders (state) WHERE state = ''new''::state',
      'CREATE INDEX customers_name ON customers (lower(name))',
      'CREATE TABLE history (id bigserial PRIMARY KEY, tbl name, op text, old_row jsonb, new_row jsonb, at timestamptz DEFAULT clock_timestamp())',
      'CREATE FUNCTION total_of(customer bigint) RETURNS numeric LANGUAGE sql STABLE AS ''SELECT sum(total) FROM orders WHERE orders.customer = $1''',
      'CREATE FUNCTION is_vip(customers) RETURNS boolean LANGUAGE sql IMMUTABLE AS ''SELECT $1.vip''',
      'CREATE VIEW open_orders AS SELECT o.id, c.name, o.total, is_vip(c.*) AS vip FROM orders o JOIN customers c ON c.id = o.customer WHERE o.state = ''new''',
      'CREATE VIEW totals AS SELECT c.*, total_of(c.id) AS total FROM customers c',
      'CREATE MATERIALIZED VIEW per_country AS SELECT country, count(*) AS n FROM customers GROUP BY country',
      'CREATE UNIQUE INDEX per_country_key ON per_country (country)',
      'CREATE TRIGGER history AFTER INSERT OR UPDATE OR DELETE ON customers FOR EACH ROW EXECUTE FUNCTION shared.keep_history()',
      'CREATE TRIGGER history AFTER INSERT OR UPDATE OR DELETE ON orders FOR EACH ROW EXECUTE FUNCTION shared.keep_history()',
      'COMMENT ON TABLE orders IS ''orders of one tenant''']
    LOOP
      EXECUTE ddl;
    END LOOP;
    EXECUTE format('CREATE TABLE %I PARTITION OF shared.events FOR VALUES IN (%L)', 'events', s);
    EXECUTE format('INSERT INTO shared.tenants (schema_name) VALUES (%L)', s);
    IF i <= 10 THEN
      EXECUTE format('ALTER SCHEMA %I OWNER TO corpus_t%s', s, i);
      EXECUTE format('ALTER TABLE orders OWNER TO corpus_t%s', i);
      EXECUTE format('GRANT USAGE ON SCHEMA %I TO corpus_reader', s);
      EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO corpus_reader', s);
      EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE corpus_t%s IN SCHEMA %I GRANT SELECT ON TABLES TO corpus_reader', i, s);
    END IF;
  END LOOP;
END $$;

SET search_path = shared;
CREATE VIEW all_orders AS SELECT 'tenant_001' AS tenant, id, total, state::text AS state FROM tenant_001.orders UNION ALL SELECT 'tenant_002', id, total, state::text FROM tenant_002.orders UNION ALL SELECT 'ten', id, total, state::text FROM "Tenant 10 ""GmbH""".orders;
CREATE INDEX tenant_code ON tenant_003.customers (code, (tenant_003.is_vip(customers.*)));
