-- An ERP: hundreds of wide tables that point at each other in circles, comments on every column.
SET search_path = public;
CREATE EXTENSION pg_trgm;
CREATE SEQUENCE base_cache_signaling START 1;
CREATE SEQUENCE "ir_sequence_001" INCREMENT BY 1 START WITH 314;
CREATE SEQUENCE "ir_sequence_002" INCREMENT BY -1 MAXVALUE -1 NO MINVALUE START WITH -5 CACHE 20;
CREATE TABLE res_company (id serial PRIMARY KEY, name varchar NOT NULL UNIQUE);
CREATE TABLE res_partner (id serial PRIMARY KEY, name varchar, company_id integer REFERENCES res_company ON DELETE SET NULL, parent_id integer REFERENCES res_partner ON DELETE SET NULL, display_name varchar);
CREATE TABLE res_users (id serial PRIMARY KEY, login varchar NOT NULL UNIQUE, password varchar, company_id integer NOT NULL REFERENCES res_company ON DELETE RESTRICT, partner_id integer NOT NULL REFERENCES res_partner ON DELETE RESTRICT, active boolean DEFAULT true);
ALTER TABLE res_company ADD COLUMN partner_id integer NOT NULL REFERENCES res_partner ON DELETE RESTRICT, ADD COLUMN create_uid integer REFERENCES res_users ON DELETE SET NULL;
ALTER TABLE res_partner ADD COLUMN user_id integer REFERENCES res_users ON DELETE SET NULL, ADD COLUMN create_uid integer REFERENCES res_users;
CREATE TABLE ir_model (id serial PRIMARY KEY, model varchar NOT NULL, name jsonb NOT NULL, state varchar);
ALTER TABLE ir_model ADD CONSTRAINT ir_model_obj_name_uniq UNIQUE (model);
COMMENT ON CONSTRAINT ir_model_obj_name_uniq ON ir_model IS 'unique(model)';

DO $$
DECLARE
  columns text;
BEGIN
  FOR i IN 1..90 LOOP
    SELECT string_agg(format('%I %s', 'x_field_' || j, (ARRAY['integer', 'varchar', 'text', 'boolean', 'numeric', 'date', 'timestamp without time zone', 'double precision', 'jsonb', 'bytea', 'numeric(16,2)', 'varchar(64) COLLATE "C"'])[1 + (i * 7 + j * 5) % 12]), ', ')
      INTO columns FROM generate_series(1, 20 + i % 50) j;
    EXECUTE format('CREATE TABLE module%s_record (id serial NOT NULL, create_uid integer REFERENCES res_users ON DELETE SET NULL, create_date timestamp without time zone, write_uid integer REFERENCES res_users ON DELETE SET NULL, company_id integer REFERENCES res_company ON DELETE SET NULL, parent_id integer, parent_path varchar, name jsonb, state varchar, %s, PRIMARY KEY (id))', i, columns);
    EXECUTE format('ALTER TABLE module%1$s_record ADD CONSTRAINT module%1$s_record_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES module%1$s_record (id) ON DELETE CASCADE', i);
    EXECUTE format('COMMENT ON TABLE module%1$s_record IS %2$L', i, 'Module ' || i || '''s record');
    EXECUTE format('COMMENT ON COLUMN module%1$s_record.state IS ''Status''', i);
    EXECUTE format('CREATE INDEX "module%1$s_record__parent_path_index" ON module%1$s_record (parent_path text_pattern_ops)', i);
    EXECUTE format('CREATE INDEX module%1$s_record_name_gin ON module%1$s_record USING gin ((jsonb_path_query_array(name, ''$.*'')::text) gin_trgm_ops) WHERE name IS NOT NULL', i);
    IF i > 1 THEN
      EXECUTE format('ALTER TABLE module%s_record ADD COLUMN origin_id integer REFERENCES module%s_record ON DELETE RESTRICT', i, i - 1);
      EXECUTE format('CREATE TABLE module%s_record_module%s_record_rel (left_id integer NOT NULL REFERENCES module%1$s_record ON DELETE CASCADE, right_id integer NOT NULL REFERENCES module%2$s_record ON DELETE CASCADE, PRIMARY KEY (left_id, right_id))', i, i - 1);
    END IF;
  END LOOP;
END $$;

DO $$
DECLARE
  columns text;
BEGIN
  SELECT string_agg(format('c%s %s', j, CASE WHEN j % 3 = 0 THEN 'boolean' ELSE 'smallint DEFAULT ' || j % 7 END), ', ') INTO columns FROM generate_series(1, 1590) j;
  EXECUTE 'CREATE TABLE as_wide_as_can_be (' || columns || ')';
END $$;

CREATE TABLE account_move (id serial PRIMARY KEY, name varchar, date date NOT NULL, journal varchar(8), state varchar NOT NULL DEFAULT 'draft', amount_total numeric, sequence_prefix varchar, sequence_number integer, company_id integer REFERENCES res_company);
CREATE UNIQUE INDEX account_move_unique_name ON account_move (name, journal) WHERE state::text = 'posted'::text AND name::text <> '/'::text;
CREATE INDEX account_move_sequence_index ON account_move (journal, sequence_prefix DESC, (sequence_number + 1) DESC);
CREATE TABLE account_move_line (id bigserial PRIMARY KEY, move_id integer NOT NULL REFERENCES account_move ON DELETE CASCADE, debit numeric NOT NULL DEFAULT 0, credit numeric NOT NULL DEFAULT 0, balance numeric GENERATED ALWAYS AS (debit - credit) STORED, analytic jsonb, partner_id integer,
  CONSTRAINT account_move_line_check_credit_debit CHECK (credit * debit = 0::numeric), CONSTRAINT account_move_line_check_zero CHECK (NOT (debit = 0 AND credit = 0 AND analytic IS NULL)));
CREATE STATISTICS account_move_line_stats (dependencies) ON move_id, partner_id FROM account_move_line;
CREATE STATISTICS account_move_expressions ON (lower(name::text)), (date_trunc('month', date::timestamp)) FROM account_move;

CREATE OR REPLACE VIEW account_invoice_report AS (
  WITH currency_rate (company, rate) AS (SELECT c.id, 1.0 FROM res_company c)
  SELECT line.id, move.name, move.date, (- line.balance) * currency_rate.rate AS price_total, COALESCE(partner.display_name, 'none'::character varying) AS partner,
    sum(line.balance) OVER (PARTITION BY move.journal ORDER BY move.date, line.id RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE TIES) AS running
  FROM account_move_line line
    LEFT JOIN res_partner partner ON partner.id = line.partner_id
    INNER JOIN account_move move ON move.id = line.move_id
    LEFT JOIN (res_company company JOIN currency_rate ON currency_rate.company = company.id) ON company.id = move.company_id
  WHERE move.state NOT IN ('draft', 'cancel') AND line.balance IS DISTINCT FROM 0);
CREATE VIEW account_cube AS SELECT journal, date_part('year', date) AS year, sum(amount_total) AS total, GROUPING(journal) AS level FROM account_move GROUP BY GROUPING SETS ((journal, date_part('year', date)), ROLLUP (journal), CUBE (date_part('year', date)), ()) HAVING count(*) > 1 ORDER BY 1 NULLS FIRST, 2 DESC;
CREATE VIEW account_pivot AS SELECT * FROM (SELECT move_id, debit FROM account_move_line) s (m, d) NATURAL JOIN (VALUES (1, 2.0), (3, NULL)) AS v (m, e) LEFT JOIN LATERAL (SELECT 1 AS one WHERE s.m > 0) l ON true;
CREATE RULE protect AS ON UPDATE TO ir_model WHERE old.state = 'base' DO INSTEAD NOTHING;
ALTER TABLE res_users CLUSTER ON res_users_pkey;
