-- What an application written with Rails looks like after ten years.
SET search_path = public;
CREATE EXTENSION citext;
CREATE EXTENSION hstore;
CREATE EXTENSION pg_trgm;
CREATE EXTENSION pgcrypto;
CREATE EXTENSION unaccent;
CREATE EXTENSION btree_gin;
CREATE TYPE public.order_status AS ENUM ('cart', 'placed', 'paid', 'shipped', 'cancelled');
ALTER TYPE public.order_status ADD VALUE 'refunded' AFTER 'paid';
CREATE TYPE public.membership_role AS ENUM ('owner', 'admin', 'member', 'guest');
CREATE TABLE public.schema_migrations (version character varying NOT NULL PRIMARY KEY);
CREATE TABLE public.ar_internal_metadata (key character varying NOT NULL PRIMARY KEY, value character varying, created_at timestamp(6) without time zone NOT NULL, updated_at timestamp(6) without time zone NOT NULL);

CREATE FUNCTION public.immutable_unaccent(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT public.unaccent('public.unaccent', value) $$;

CREATE FUNCTION public.timestamp_id(table_name text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  moment bigint := (date_part('epoch', now()) * 1000)::bigint << 16;
  tail bigint;
BEGIN
  tail := (('x' || substr(md5(table_name || 'salt' || moment), 1, 4))::bit(16)::bigint
    + nextval(format('%I', table_name || '_id_seq')));
  RETURN moment | (tail & 65535);
END
$$;

CREATE FUNCTION public.touch_counters() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    EXECUTE format('UPDATE %I SET %I = coalesce(%I, 0) + 1 WHERE id = $1', TG_ARGV[0], TG_ARGV[1], TG_ARGV[1]) USING new.parent_id;
    RETURN new;
  ELSIF TG_OP = 'DELETE' THEN
    EXECUTE format('UPDATE %I SET %I = %I - 1 WHERE id = $1', TG_ARGV[0], TG_ARGV[1], TG_ARGV[1]) USING old.parent_id;
    RETURN old;
  END IF;
  RETURN NULL;
END;
$$;

CREATE TABLE public.accounts (
  id bigint NOT NULL, uuid uuid DEFAULT gen_random_uuid() NOT NULL, subdomain public.citext NOT NULL,
  name character varying(120), plan character varying DEFAULT 'free'::character varying NOT NULL,
  settings jsonb DEFAULT '{}'::jsonb NOT NULL, features character varying[] DEFAULT '{}'::character varying[],
  legacy_options public.hstore DEFAULT ''::public.hstore NOT NULL, time_zone character varying DEFAULT 'UTC',
  trial_ends_at timestamp(6) without time zone, created_at timestamp(6) without time zone NOT NULL, updated_at timestamp(6) without time zone NOT NULL,
  CONSTRAINT chk_rails_3f1a0b CHECK (((plan)::text = ANY ((ARRAY['free'::character varying, 'team'::character varying, 'enterprise'::character varying])::text[]))));
CREATE SEQUENCE public.accounts_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.accounts_id_seq OWNED BY public.accounts.id;
ALTER TABLE ONLY public.accounts ALTER COLUMN id SET DEFAULT nextval('public.accounts_id_seq'::regclass);
ALTER TABLE ONLY public.accounts ADD CONSTRAINT accounts_pkey PRIMARY KEY (id);
CREATE UNIQUE INDEX index_accounts_on_subdomain ON public.accounts USING btree (subdomain);
CREATE INDEX index_accounts_on_features ON public.accounts USING gin (features);
CREATE INDEX index_accounts_on_settings ON public.accounts USING gin (settings jsonb_path_ops);
CREATE INDEX "index_accounts_on_(settings->>'theme')" ON public.accounts USING btree (((settings ->> 'theme'::text)));

CREATE TABLE public.users (
  id bigserial PRIMARY KEY, account_id bigint NOT NULL CONSTRAINT fk_rails_61ac11da2b REFERENCES public.accounts ON DELETE CASCADE, email public.citext DEFAULT '' NOT NULL,
  encrypted_password character varying DEFAULT '' NOT NULL, reset_password_token character varying, reset_password_sent_at timestamp without time zone,
  sign_in_count integer DEFAULT 0 NOT NULL, current_sign_in_ip inet, last_sign_in_ip inet, confirmation_token character varying,
  failed_attempts integer DEFAULT 0, locked_at timestamp without time zone, first_name character varying, last_name character varying,
  full_name text GENERATED ALWAYS AS ((COALESCE(first_name, ''::character varying)::text || ' '::text) || COALESCE(last_name, ''::character varying)::text) STORED,
  role public.membership_role DEFAULT 'member', preferences json, invited_by_type character varying, invited_by_id bigint, slug character varying,
  discarded_at timestamp without time zone, lock_version integer DEFAULT 0, created_at timestamp(6) without time zone DEFAULT CURRENT_TIMESTAMP NOT NULL, updated_at timestamp(6) without time zone DEFAULT now() NOT NULL);
CREATE UNIQUE INDEX index_users_on_account_id_and_email ON public.users (account_id, email) WHERE discarded_at IS NULL;
CREATE UNIQUE INDEX index_users_on_reset_password_token ON public.users (reset_password_token);
CREATE INDEX index_users_on_invited_by ON public.users (invited_by_type, invited_by_id);
CREATE INDEX index_users_on_name_trgm ON public.users USING gin (public.immutable_unaccent(lower(full_name)) public.gin_trgm_ops);
CREATE INDEX index_users_on_lower_last_name ON public.users (lower((last_name)::text) varchar_pattern_ops, id DESC NULLS LAST) INCLUDE (first_name);
COMMENT ON COLUMN public.users.lock_version IS 'optimistic locking; don''t touch';

CREATE TABLE public.categories (id bigserial PRIMARY KEY, parent_id bigint REFERENCES public.categories, lft integer, rgt integer, ancestry character varying COLLATE "C", children_count integer DEFAULT 0, name jsonb, "position" integer, UNIQUE (parent_id, "position") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE public.products (id bigserial PRIMARY KEY, account_id bigint NOT NULL REFERENCES public.accounts, sku character varying(40) NOT NULL, title text, body text, price_cents bigint DEFAULT 0 NOT NULL, price_currency character varying(3) DEFAULT 'EUR' NOT NULL, tags text[] DEFAULT '{}' NOT NULL,
  searchable tsvector GENERATED ALWAYS AS (setweight(to_tsvector('simple'::regconfig, COALESCE(title, ''::text)), 'A'::"char") || setweight(to_tsvector('english'::regconfig, COALESCE(body, ''::text)), 'B'::"char")) STORED,
  dimensions numrange, available daterange DEFAULT '[2020-01-01,)', weight numeric(8,3), "primary" boolean DEFAULT false NOT NULL, "order" integer, "desc" text, CONSTRAINT price_positive CHECK (price_cents >= 0), CONSTRAINT sku_format CHECK (sku::text ~ '^[A-Z]{2,4}-\d+$'));
CREATE INDEX index_products_on_searchable ON public.products USING gin (searchable);
CREATE INDEX index_products_on_account_tags ON public.products USING gin (account_id, tags);
CREATE UNIQUE INDEX index_products_one_primary ON public.products (account_id) WHERE "primary";
CREATE TABLE public.categories_products (category_id bigint NOT NULL, product_id bigint NOT NULL);
CREATE UNIQUE INDEX ix_cat_prod ON public.categories_products (category_id, product_id);
CREATE TABLE public.orders (id bigint DEFAULT public.timestamp_id('orders') PRIMARY KEY, account_id bigint, user_id bigint, number character varying, status public.order_status DEFAULT 'cart' NOT NULL, total numeric(10,2) DEFAULT 0.0 NOT NULL, placed_on date, meta jsonb DEFAULT '{"v": 1}', created_at timestamptz DEFAULT now());
CREATE SEQUENCE public.orders_id_seq;
ALTER TABLE public.orders ADD CONSTRAINT fk_rails_f868b47f6a FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE SET NULL NOT VALID;
ALTER TABLE public.orders ADD CONSTRAINT fk_rails_144e25bef6 FOREIGN KEY (account_id) REFERENCES public.accounts (id) ON UPDATE RESTRICT DEFERRABLE;
CREATE INDEX index_orders_open ON public.orders (account_id, created_at DESC) WHERE status = ANY (ARRAY['placed'::public.order_status, 'paid'::public.order_status]);
CREATE TABLE public.line_items (id bigserial PRIMARY KEY, order_id bigint NOT NULL REFERENCES public.orders ON DELETE CASCADE, product_id bigint REFERENCES public.products, quantity smallint DEFAULT 1, unit_price numeric(10,2), total numeric(12,2) GENERATED ALWAYS AS (unit_price * quantity) STORED);
CREATE TABLE public.active_storage_blobs (id bigserial PRIMARY KEY, key character varying NOT NULL UNIQUE, filename character varying NOT NULL, content_type character varying, metadata text, service_name character varying NOT NULL, byte_size bigint NOT NULL, checksum character varying, created_at timestamp(6) NOT NULL);
CREATE TABLE public.active_storage_attachments (id bigserial PRIMARY KEY, name character varying NOT NULL, record_type character varying NOT NULL, record_id bigint NOT NULL, blob_id bigint NOT NULL REFERENCES public.active_storage_blobs, created_at timestamp(6) NOT NULL, CONSTRAINT index_active_storage_attachments_uniqueness UNIQUE (record_type, record_id, name, blob_id));
CREATE TABLE public.versions (id bigserial, item_type character varying NOT NULL, item_id bigint NOT NULL, event character varying NOT NULL, whodunnit character varying, object json, object_changes jsonb, created_at timestamp(6), PRIMARY KEY (id)) WITH (autovacuum_vacuum_scale_factor = 0.01, toast_tuple_target = 4080);
CREATE TABLE public.friendly_id_slugs (id bigserial PRIMARY KEY, slug character varying NOT NULL, sluggable_id integer NOT NULL, sluggable_type character varying(50), scope character varying);
CREATE UNIQUE INDEX index_friendly_id_slugs ON public.friendly_id_slugs (slug, sluggable_type, scope);
CREATE TABLE public.comments (id bigserial PRIMARY KEY, parent_id bigint REFERENCES public.comments ON DELETE CASCADE, commentable_type character varying, commentable_id bigint, body text, position_path bigint[], created_at timestamp(6));
CREATE TABLE public.jobs (id bigserial PRIMARY KEY, queue_name varchar NOT NULL DEFAULT 'default', priority integer DEFAULT 0 NOT NULL, arguments text, concurrency_key varchar, scheduled_at timestamp(6), finished_at timestamp(6), locked_by_id uuid) WITH (fillfactor = 60);
CREATE INDEX index_jobs_poll_all ON public.jobs (priority, id) WHERE finished_at IS NULL;

DO $$
BEGIN
  FOR i IN 1..60 LOOP
    EXECUTE format('CREATE TABLE public.addon_%s_items (id bigserial PRIMARY KEY, account_id bigint NOT NULL REFERENCES public.accounts, owner_type character varying, owner_id bigint, state integer DEFAULT 0 NOT NULL, amount numeric(%s,2) DEFAULT 0.0, payload jsonb DEFAULT ''{}''::jsonb, starts_at timestamp(6) without time zone, created_at timestamp(6) NOT NULL)', i, 5 + i % 20);
    EXECUTE format('CREATE INDEX index_addon_%s_items_on_owner ON public.addon_%s_items (owner_type, owner_id)', i, i);
    EXECUTE format('CREATE INDEX index_addon_%s_items_state ON public.addon_%s_items (account_id, state) WHERE state <> %s', i, i, i);
  END LOOP;
END $$;

CREATE TRIGGER categories_count AFTER INSERT OR DELETE ON public.categories FOR EACH ROW WHEN (pg_trigger_depth() < 1) EXECUTE FUNCTION public.touch_counters('categories', 'children_count');

CREATE VIEW public.order_summaries AS
  SELECT o.id AS order_id, a.name AS account_name, u.full_name, o.status, sum(li.total) AS items_total,
    count(*) FILTER (WHERE li.quantity > 1) AS multi, string_agg(DISTINCT p.sku::text, ', ' ORDER BY p.sku::text) AS skus,
    json_agg(json_build_object('sku', p.sku, 'q', li.quantity) ORDER BY li.id) AS items,
    row_number() OVER (PARTITION BY o.account_id ORDER BY o.created_at DESC) AS rank
  FROM public.orders o JOIN public.accounts a ON a.id = o.account_id LEFT JOIN public.users u ON u.id = o.user_id
    LEFT JOIN public.line_items li ON li.order_id = o.id LEFT JOIN public.products p ON p.id = li.product_id
  WHERE o.status IN ('placed', 'paid') AND (o.meta ->> 'v')::integer > 0 AND NOT o.meta ? 'test'
  GROUP BY o.id, a.name, u.full_name;
CREATE MATERIALIZED VIEW public.account_statistics AS
  WITH monthly AS (SELECT account_id, date_trunc('month', created_at AT TIME ZONE 'UTC') AS month, sum(total) AS revenue FROM public.orders GROUP BY 1, 2)
  SELECT m.account_id, m.month, m.revenue, lag(m.revenue, 1, 0::numeric) OVER w AS before, m.revenue - avg(m.revenue) OVER (w ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS trend
  FROM monthly m WINDOW w AS (PARTITION BY m.account_id ORDER BY m.month) WITH DATA;
CREATE UNIQUE INDEX index_account_statistics ON public.account_statistics (account_id, month);
CREATE VIEW public.searches AS SELECT products.id AS searchable_id, 'Product'::text AS searchable_type, products.title AS term FROM public.products UNION SELECT users.id, 'User'::text, users.full_name FROM public.users UNION ALL SELECT categories.id, 'Category', categories.name ->> 'en' FROM public.categories ORDER BY 3 LIMIT 1000;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO corpus_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "corpus App";
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO "corpus App";
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO corpus_reader;
