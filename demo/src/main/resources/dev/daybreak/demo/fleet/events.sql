-- The events database: wide rows, jsonb, and text so large that it is stored out of line.

-- step: tables
CREATE SCHEMA app;
CREATE FUNCTION app.awkward(n bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (ARRAY['', NULL, 'plain', E'tab\there', E'line\nbreak', E'back\\slash', 'it''s "quoted"',
    'žluťoučký 日本語 🚀', E'\\N', ' padded ', 'NULL'])[1 + n % 11]
$$;
CREATE TABLE app.audit (
  relation text, writer integer, row_no bigint, write_no bigint,
  at timestamptz DEFAULT clock_timestamp());
COMMENT ON TABLE app.audit IS 'Filled by triggers only; it has no key.';
CREATE FUNCTION app.audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO app.audit (relation, writer, row_no, write_no)
  VALUES (TG_ARGV[0], NEW.writer, NEW.row_no, NEW.write_no);
  RETURN NULL;
END
$$;
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := clock_timestamp();
  RETURN NEW;
END
$$;
CREATE TYPE app.severity AS ENUM ('debug', 'info', 'warning', 'très grave');
CREATE SEQUENCE app.event_ids AS bigint CACHE 5;
CREATE TABLE app.events (
  id bigint NOT NULL DEFAULT nextval('app.event_ids'),
  occurred_at timestamptz NOT NULL,
  kind app.severity NOT NULL DEFAULT 'info',
  source inet,
  payload jsonb,
  ratio double precision,
  amount numeric,
  flags bit(8),
  tags text[],
  path text GENERATED ALWAYS AS ((payload ->> 'path')) STORED,
  updated_at timestamptz,
  note text, body text, origin text, writer integer, row_no bigint, write_no bigint,
  PRIMARY KEY (id, occurred_at)
) PARTITION BY RANGE (occurred_at);
CREATE TABLE app.events_2026_1 PARTITION OF app.events
  FOR VALUES FROM ('2026-01-01 00:00+00') TO ('2026-04-01 00:00+00');
CREATE TABLE app.events_2026_2 PARTITION OF app.events
  FOR VALUES FROM ('2026-04-01 00:00+00') TO ('2026-07-01 00:00+00');
CREATE TABLE app.events_2026_3 PARTITION OF app.events
  FOR VALUES FROM ('2026-07-01 00:00+00') TO ('2026-10-01 00:00+00');
CREATE TABLE app."events_2026_Q4 — spät" PARTITION OF app.events
  FOR VALUES FROM ('2026-10-01 00:00+00') TO ('2027-01-01 00:00+00');
CREATE TABLE app.events_other PARTITION OF app.events DEFAULT;
CREATE TABLE app.documents (
  name text COLLATE "C" PRIMARY KEY,
  meta jsonb,
  raw bytea,
  updated_at timestamptz,
  note text, body text, origin text, writer integer, row_no bigint, write_no bigint);
ALTER TABLE app.documents ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE TABLE app.event_log (
  at timestamptz DEFAULT clock_timestamp(),
  level app.severity,
  note text, body text, origin text, writer integer, row_no bigint, write_no bigint);
CREATE TABLE app.readings (
  device integer, at timestamptz,
  v01 real, v02 real, v03 real, v04 real, v05 real, v06 double precision, v07 double precision,
  v08 double precision, v09 numeric(20, 6), v10 numeric(20, 6), v11 numeric, v12 smallint,
  v13 integer, v14 bigint, v15 boolean, v16 text, v17 text, v18 varchar(40), v19 char(12),
  v20 date, v21 time, v22 interval, v23 uuid, v24 jsonb, v25 json, v26 text[], v27 integer[],
  v28 int8range, v29 bytea, v30 bit varying(16),
  PRIMARY KEY (device, at));

-- step: events
INSERT INTO app.events (occurred_at, kind, source, payload, ratio, amount, flags, tags, note, body)
SELECT '2025-12-30 00:00+00'::timestamptz + (h % 31800000) * interval '1 second',
  (ARRAY['debug', 'info', 'warning', 'très grave'])[1 + h % 4]::app.severity,
  CASE WHEN h % 7 > 0 THEN ('10.' || h % 200 || '.' || i % 250 || '.7')::inet END,
  CASE WHEN h % 13 = 0 THEN 'null'::jsonb
    WHEN h % 17 = 0 THEN NULL
    ELSE jsonb_build_object('path', '/a/' || h % 1000, 'n', h, 'text', app.awkward(h)) END,
  CASE WHEN h % 101 = 0 THEN 'NaN' WHEN h % 103 = 0 THEN '-Infinity' ELSE h / 7e9 END,
  CASE WHEN h % 107 = 0 THEN 'NaN' ELSE (h % 1000000) / 1000.0 END,
  (h % 256)::integer::bit(8),
  CASE WHEN h % 5 = 0 THEN ARRAY['a', NULL, '', 'c,d'] WHEN h % 5 = 1 THEN '{}' END,
  app.awkward(h / 11),
  CASE WHEN i % 60 = 0 THEN (SELECT string_agg(encode(sha512((k || ':' || h)::text::bytea),
      'base64'), '') FROM generate_series(1, 36) k)
    ELSE left(md5(h::text), (h % 33)::integer) END
FROM generate_series(1, ${share 0.23}) i,
  LATERAL (SELECT hashint8extended(i, ${seed}) & 9223372036854775807 AS h) x;

-- step: readings
INSERT INTO app.readings
SELECT i % 500, '2026-01-01 00:00+00'::timestamptz + i * interval '1 second',
  h % 10, h / 3.0, 'NaN', h % 77 / 7.0, -0.0, h / 7e18, -0.0, 'Infinity', h % 1000 / 3.0,
  h % 100000 / 9.0, 1 / (1 + h % 9)::numeric, h % 30000, h % 2000000000, h, h % 2 = 0,
  app.awkward(h), md5(h::text), left(md5(i::text), 40), 'pad' || h % 1000,
  '2000-02-29'::date + (h % 20000)::integer, '00:00'::time + (h % 86400) * interval '1 second',
  (h % 400) * interval '1 day' - interval '3 hours', md5(i::text || ${seed})::uuid,
  jsonb_build_array(h % 10, NULL, app.awkward(h)), '{"b": 1,  "a": 2, "b": 3}',
  ARRAY[app.awkward(h), 'x'], ARRAY[(h % 5)::integer, NULL], int8range(h % 100, h % 100 + i),
  decode(md5(h::text), 'hex'), (h % 65536)::integer::bit(16)
FROM generate_series(1, ${share 0.05}) i,
  LATERAL (SELECT hashint8extended(i, ${seed} + 1) & 9223372036854775807 AS h) x;

-- step: documents
INSERT INTO app.documents (name, meta, raw, note, body)
SELECT 'doc-' || i, jsonb_build_object('size', h % 9000, 'title', app.awkward(h)),
  CASE WHEN h % 3 > 0 THEN sha256(h::text::bytea) || '\x00ff5c27'::bytea END,
  app.awkward(h / 3),
  CASE WHEN i % 4 = 0 THEN (SELECT string_agg(encode(sha512((k || '/' || h)::text::bytea),
      'base64'), E'\n') FROM generate_series(1, 30) k)
    ELSE md5(h::text) END
FROM generate_series(1, ${share 0.01}) i,
  LATERAL (SELECT hashint8extended(i, ${seed} + 2) & 9223372036854775807 AS h) x;

-- step: log
INSERT INTO app.event_log (at, level, note, body)
SELECT CASE WHEN h % 50 > 0 THEN '2026-03-01 00:00+00'::timestamptz + h % 9000 * interval '1 hour' END,
  (ARRAY['debug', 'info', 'warning', 'très grave'])[1 + h % 4]::app.severity,
  app.awkward(h), CASE WHEN i % 10 = 0 THEN 'the same' ELSE md5(h::text) END
FROM generate_series(1, ${share 0.01}) i,
  LATERAL (SELECT hashint8extended(i / 2, ${seed} + 3) & 9223372036854775807 AS h) x;

-- step: indexes
CREATE INDEX events_kind_at ON app.events (kind, occurred_at DESC) INCLUDE (source);
CREATE INDEX events_writer ON app.events (writer, row_no) WHERE writer IS NOT NULL;
CREATE INDEX events_payload ON app.documents USING gin (meta jsonb_path_ops);
CREATE INDEX documents_writer ON app.documents (writer, row_no) WHERE writer IS NOT NULL;
CREATE INDEX event_log_writer ON app.event_log (writer, row_no) WHERE writer IS NOT NULL;
CREATE INDEX readings_at ON app.readings USING brin (at);
CREATE TRIGGER touch BEFORE UPDATE ON app.events FOR EACH ROW EXECUTE FUNCTION app.touch();
CREATE TRIGGER touch BEFORE UPDATE ON app.documents FOR EACH ROW EXECUTE FUNCTION app.touch();
CREATE TRIGGER audit AFTER INSERT OR UPDATE ON app.events FOR EACH ROW
  WHEN (NEW.writer IS NOT NULL) EXECUTE FUNCTION app.audit('app.events');
CREATE TRIGGER audit AFTER INSERT OR UPDATE ON app.documents FOR EACH ROW
  WHEN (NEW.writer IS NOT NULL) EXECUTE FUNCTION app.audit('app.documents');
CREATE TRIGGER audit AFTER INSERT OR UPDATE ON app.event_log FOR EACH ROW
  WHEN (NEW.writer IS NOT NULL) EXECUTE FUNCTION app.audit('app.event_log');
CREATE VIEW app.grave AS SELECT id, occurred_at, payload FROM app.events WHERE kind = 'très grave';

-- step: grants
GRANT USAGE ON SCHEMA app TO app_writer, app_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA app TO app_writer;
GRANT SELECT ON ALL TABLES IN SCHEMA app TO app_reader;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA app TO app_writer;
