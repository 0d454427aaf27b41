-- The control store. One row of truth per migration; everything else is history or heartbeat.
CREATE TABLE migration (
  name text PRIMARY KEY,
  spec jsonb NOT NULL,
  phase text NOT NULL,
  step text NOT NULL,
  standing text NOT NULL,
  active text NOT NULL,
  generation bigint NOT NULL DEFAULT 1,
  attempt integer NOT NULL DEFAULT 0,
  facts jsonb NOT NULL DEFAULT '{}',
  failure jsonb,
  worker text,
  lease_token bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE timeline (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  migration text NOT NULL REFERENCES migration ON DELETE CASCADE,
  phase text NOT NULL,
  step text NOT NULL,
  started_at timestamptz NOT NULL,
  finished_at timestamptz,
  outcome text,
  detail text NOT NULL DEFAULT ''
);
CREATE INDEX timeline_migration ON timeline (migration, id);

CREATE TABLE request (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  migration text NOT NULL REFERENCES migration ON DELETE CASCADE,
  kind text NOT NULL,
  requested_by text NOT NULL,
  requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  handled_at timestamptz,
  outcome text
);
CREATE INDEX request_open ON request (migration, id) WHERE handled_at IS NULL;

CREATE TABLE finding (
  migration text NOT NULL REFERENCES migration ON DELETE CASCADE,
  stage text NOT NULL,
  ordinal integer NOT NULL,
  finding jsonb NOT NULL,
  PRIMARY KEY (migration, stage, ordinal)
);

CREATE TABLE certificate (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  migration text NOT NULL REFERENCES migration ON DELETE CASCADE,
  generation bigint NOT NULL,
  taken_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  verdict jsonb NOT NULL
);
CREATE INDEX certificate_migration ON certificate (migration, id);

CREATE TABLE reading (
  migration text PRIMARY KEY REFERENCES migration ON DELETE CASCADE,
  reading jsonb NOT NULL,
  taken_at timestamptz NOT NULL
);

CREATE TABLE fence (
  migration text NOT NULL REFERENCES migration ON DELETE CASCADE,
  side text NOT NULL,
  grantees jsonb NOT NULL,
  PRIMARY KEY (migration, side)
);

CREATE TABLE route (
  name text PRIMARY KEY,
  epoch bigint NOT NULL CHECK (epoch >= 1),
  state text NOT NULL,
  active text NOT NULL,
  deadline timestamptz NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE route_ack (
  proxy text NOT NULL,
  route text NOT NULL REFERENCES route ON DELETE CASCADE,
  epoch bigint NOT NULL,
  state text NOT NULL,
  ready boolean NOT NULL,
  detail text NOT NULL,
  acked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (proxy, route)
);

CREATE TABLE proxy_lease (
  proxy text NOT NULL,
  route text NOT NULL REFERENCES route ON DELETE CASCADE,
  report jsonb NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (proxy, route)
);

CREATE TABLE scheduled_tasks (
  task_name text NOT NULL,
  task_instance text NOT NULL,
  task_data bytea,
  execution_time timestamptz,
  picked boolean NOT NULL,
  picked_by text,
  last_success timestamptz,
  last_failure timestamptz,
  consecutive_failures integer,
  last_heartbeat timestamptz,
  version bigint NOT NULL,
  priority smallint,
  state text,
  PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_due ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_heartbeat ON scheduled_tasks (last_heartbeat);
