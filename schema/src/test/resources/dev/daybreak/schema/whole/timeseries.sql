-- Measurements: partitions by range, list and hash in three levels, rollups, retention by function.
CREATE SCHEMA ts;
CREATE TYPE ts.quality AS ENUM ('good', 'doubtful', 'bad');
CREATE DOMAIN ts.percent AS numeric(5,2) CHECK (VALUE BETWEEN 0 AND 100);
CREATE TABLE ts.regions (code char(2) PRIMARY KEY, name text NOT NULL, parent char(2) REFERENCES ts.regions);
CREATE TABLE ts.devices (id bigint GENERATED ALWAYS AS IDENTITY, region char(2) NOT NULL REFERENCES ts.regions, serial_number text NOT NULL, capabilities bit(16) DEFAULT B'0000000000000001', installed daterange, PRIMARY KEY (id, region), UNIQUE (region, serial_number, id)) PARTITION BY LIST (region);
CREATE TABLE ts.devices_de PARTITION OF ts.devices FOR VALUES IN ('DE', 'AT');
CREATE TABLE ts.devices_np PARTITION OF ts.devices FOR VALUES IN ('NP');
CREATE TABLE ts.devices_other PARTITION OF ts.devices DEFAULT PARTITION BY HASH (id);
CREATE TABLE ts.devices_other_0 PARTITION OF ts.devices_other FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE ts.devices_other_1 PARTITION OF ts.devices_other FOR VALUES WITH (MODULUS 2, REMAINDER 1) WITH (fillfactor = 70);

CREATE TABLE ts.readings (
  device bigint NOT NULL, region char(2) NOT NULL, at timestamptz NOT NULL, value double precision, quality ts.quality DEFAULT 'good', level ts.percent, raw jsonb, note text,
  hour timestamp GENERATED ALWAYS AS (date_trunc('hour', at AT TIME ZONE 'UTC')) STORED,
  CONSTRAINT readings_value CHECK (value <> 'NaN'::double precision), CONSTRAINT readings_pkey PRIMARY KEY (device, region, at),
  CONSTRAINT readings_device_fkey FOREIGN KEY (device, region) REFERENCES ts.devices (id, region) ON UPDATE CASCADE ON DELETE RESTRICT) PARTITION BY RANGE (at);
ALTER TABLE ts.readings ALTER COLUMN raw SET STORAGE MAIN, ALTER COLUMN raw SET COMPRESSION pglz, ALTER COLUMN value SET STATISTICS 1000;
CREATE INDEX readings_at_brin ON ts.readings USING brin (at) WITH (pages_per_range = 32);
CREATE INDEX readings_bad ON ts.readings (device, at DESC) INCLUDE (value) WHERE quality = 'bad';
CREATE INDEX readings_raw ON ts.readings USING gin (raw);
DO $$
DECLARE
  start date;
BEGIN
  FOR m IN 0..17 LOOP
    start := date '2025-01-01' + make_interval(months => m);
    IF m < 12 THEN
      EXECUTE format('CREATE TABLE ts.readings_%s PARTITION OF ts.readings FOR VALUES FROM (%L) TO (%L)', to_char(start, 'YYYYMM'), start, start + interval '1 month');
    ELSE
      EXECUTE format('CREATE TABLE ts.readings_%s PARTITION OF ts.readings FOR VALUES FROM (%L) TO (%L) PARTITION BY LIST (region)', to_char(start, 'YYYYMM'), start, start + interval '1 month');
      EXECUTE format('CREATE TABLE ts.readings_%1$s_de PARTITION OF ts.readings_%1$s FOR VALUES IN (''DE'', ''AT'') PARTITION BY HASH (device)', to_char(start, 'YYYYMM'));
      FOR h IN 0..3 LOOP
        EXECUTE format('CREATE TABLE ts.readings_%1$s_de_%2$s PARTITION OF ts.readings_%1$s_de FOR VALUES WITH (MODULUS 4, REMAINDER %2$s)', to_char(start, 'YYYYMM'), h);
      END LOOP;
      EXECUTE format('CREATE TABLE ts.readings_%1$s_rest PARTITION OF ts.readings_%1$s DEFAULT', to_char(start, 'YYYYMM'));
    END IF;
  END LOOP;
END $$;
CREATE TABLE ts.readings_default PARTITION OF ts.readings DEFAULT;
CREATE TABLE ts.readings_old (note text, region char(2) NOT NULL, at timestamptz NOT NULL, gone integer, value double precision, device bigint NOT NULL, quality ts.quality, level ts.percent, raw jsonb, hour timestamp GENERATED ALWAYS AS (date_trunc('hour', at AT TIME ZONE 'UTC')) STORED, CONSTRAINT readings_value CHECK (value <> 'NaN'::double precision), CONSTRAINT only_old CHECK (at < '2025-01-01 00:00:00+00'));
ALTER TABLE ts.readings_old DROP COLUMN gone;
ALTER TABLE ts.readings ATTACH PARTITION ts.readings_old FOR VALUES FROM (MINVALUE) TO ('2025-01-01 00:00:00+00');
ALTER TABLE ts.readings_202501 SET (autovacuum_enabled = false, parallel_workers = 4);
ALTER TABLE ts.readings_202502 ALTER COLUMN note SET DEFAULT 'February', ALTER COLUMN quality DROP DEFAULT;
ALTER TABLE ts.readings_202503 ADD CONSTRAINT only_march CHECK (note <> 'x') NOT VALID;
CREATE INDEX readings_202504_own ON ts.readings_202504 (note text_pattern_ops);
CREATE UNIQUE INDEX readings_202505_ident ON ts.readings_202505 (at, device, region);
ALTER TABLE ts.readings_202505 REPLICA IDENTITY USING INDEX readings_202505_ident;
ALTER TABLE ts.readings_202505 CLUSTER ON readings_202505_pkey;

CREATE TABLE ts.alarms (id uuid DEFAULT gen_random_uuid(), device bigint, region char(2), at timestamptz, raised timestamptz DEFAULT now() NOT NULL, closed timestamptz, PRIMARY KEY (id, raised), FOREIGN KEY (device, region, at) REFERENCES ts.readings MATCH FULL DEFERRABLE INITIALLY DEFERRED) PARTITION BY RANGE (raised);
CREATE TABLE ts.alarms_now PARTITION OF ts.alarms FOR VALUES FROM ('2026-01-01') TO (MAXVALUE);
CREATE TABLE ts.alarms_then PARTITION OF ts.alarms FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
CREATE TABLE ts.by_expression (k integer NOT NULL, payload text COLLATE "C") PARTITION BY RANGE ((k % 10), lower(payload) COLLATE "C");
CREATE TABLE ts.by_expression_low PARTITION OF ts.by_expression FOR VALUES FROM (MINVALUE, MINVALUE) TO (5, 'm');
CREATE TABLE ts.by_expression_high PARTITION OF ts.by_expression FOR VALUES FROM (5, 'm') TO (MAXVALUE, MAXVALUE);
CREATE TABLE ts.by_opclass (k text, v integer) PARTITION BY HASH (k text_pattern_ops, v);
CREATE TABLE ts.by_opclass_0 PARTITION OF ts.by_opclass FOR VALUES WITH (MODULUS 1, REMAINDER 0);
CREATE TABLE ts.by_quality (q ts.quality, n bigint, b boolean) PARTITION BY LIST (q);
CREATE TABLE ts.by_quality_good PARTITION OF ts.by_quality FOR VALUES IN ('good', 'doubtful');
CREATE TABLE ts.by_quality_null PARTITION OF ts.by_quality FOR VALUES IN (NULL);
CREATE TABLE ts.by_bool (b boolean, t time) PARTITION BY LIST (b);
CREATE TABLE ts.by_bool_true PARTITION OF ts.by_bool FOR VALUES IN (true) PARTITION BY RANGE (t);
CREATE TABLE ts.by_bool_true_am PARTITION OF ts.by_bool_true FOR VALUES FROM ('00:00') TO ('12:00:00');

CREATE FUNCTION ts.stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  new.note := coalesce(new.note, 'at ' || clock_timestamp());
  RETURN new;
END;
$$;
CREATE TRIGGER stamp BEFORE INSERT ON ts.readings FOR EACH ROW WHEN (new.quality = 'doubtful') EXECUTE FUNCTION ts.stamp();
CREATE TRIGGER stamp_old BEFORE UPDATE ON ts.readings_old FOR EACH ROW EXECUTE FUNCTION ts.stamp();
ALTER TABLE ts.readings_202506 DISABLE TRIGGER stamp;
ALTER TABLE ts.readings_202507 ENABLE REPLICA TRIGGER stamp;
CREATE PROCEDURE ts.retain(keep interval, INOUT dropped integer DEFAULT 0) LANGUAGE plpgsql AS $$
DECLARE
  child record;
BEGIN
  FOR child IN SELECT c.oid::regclass AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'ts.readings'::regclass LOOP
    EXECUTE format('ALTER TABLE ts.readings DETACH PARTITION %s', child.name);
    COMMIT;
    dropped := dropped + 1;
  END LOOP;
END;
$$;
CREATE MATERIALIZED VIEW ts.hourly WITH (fillfactor = 90) AS SELECT region, device, hour, count(*) AS n, avg(value) AS mean, percentile_cont(0.95) WITHIN GROUP (ORDER BY value) AS p95, mode() WITHIN GROUP (ORDER BY quality) AS usual FROM ts.readings GROUP BY region, device, hour;
CREATE UNIQUE INDEX hourly_key ON ts.hourly (region, device, hour);
CREATE MATERIALIZED VIEW ts.daily AS SELECT region, date_trunc('day', hour) AS day, sum(n) AS n FROM ts.hourly GROUP BY 1, 2 WITH NO DATA;
CREATE VIEW ts.gaps AS SELECT device, at, lead(at) OVER w - at AS gap, first_value(value) OVER w AS first, nth_value(value, 2) OVER (w GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS second FROM ts.readings WINDOW w AS (PARTITION BY device ORDER BY at);
CREATE VIEW ts.latest AS SELECT DISTINCT ON (r.device) r.device, r.at, r.value, d.serial_number, (r.at, r.value) < (now(), 5) AS pair, r.* IS NULL AS nothing FROM ts.readings r LEFT JOIN ts.devices d ON (d.id, d.region) = (r.device, r.region) ORDER BY r.device, r.at DESC FETCH FIRST 10 ROWS WITH TIES;
CREATE STATISTICS ts.readings_stats (mcv) ON device, quality FROM ts.readings;
ALTER STATISTICS ts.readings_stats SET STATISTICS 50;
CREATE PUBLICATION readings_publication FOR TABLE ts.readings WITH (publish_via_partition_root = true);
GRANT SELECT ON ts.readings TO corpus_reader;
GRANT SELECT ON ts.readings_202501 TO corpus_group;
ALTER TABLE ts.readings_202512 OWNER TO corpus_owner;
COMMENT ON TABLE ts.readings_202512 IS 'of another owner';
ALTER TABLE ts.devices ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_region ON ts.devices FOR SELECT TO corpus_reader USING (region = ANY (string_to_array(current_setting('ts.regions', true), ',')));
