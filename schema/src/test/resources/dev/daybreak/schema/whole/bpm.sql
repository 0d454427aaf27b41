-- Java applications side by side: a process engine, a login server, a scheduler, histories of rows.
CREATE SCHEMA flowable;
CREATE SCHEMA login;
CREATE SCHEMA quartz;
CREATE SCHEMA app;
CREATE TABLE public.flyway_schema_history (installed_rank integer NOT NULL, version varchar(50), description varchar(200) NOT NULL, type varchar(20) NOT NULL, script varchar(1000) NOT NULL, checksum integer, installed_by varchar(100) NOT NULL, installed_on timestamp DEFAULT now() NOT NULL, execution_time integer NOT NULL, success boolean NOT NULL);
ALTER TABLE public.flyway_schema_history ADD CONSTRAINT flyway_schema_history_pk PRIMARY KEY (installed_rank);
CREATE INDEX flyway_schema_history_s_idx ON public.flyway_schema_history (success);
CREATE TABLE login.databasechangelog (id varchar(255) NOT NULL, author varchar(255) NOT NULL, filename varchar(255) NOT NULL, dateexecuted timestamp NOT NULL, orderexecuted integer NOT NULL, exectype varchar(10) NOT NULL, md5sum varchar(35));
CREATE TABLE login.databasechangeloglock (id integer NOT NULL, locked boolean NOT NULL, lockgranted timestamp, lockedby varchar(255), CONSTRAINT databasechangeloglock_pkey PRIMARY KEY (id));

SET search_path = flowable;
CREATE TABLE act_ge_property (name_ varchar(64), value_ varchar(300), rev_ integer, PRIMARY KEY (name_));
CREATE TABLE act_ge_bytearray (id_ varchar(64), rev_ integer, name_ varchar(255), deployment_id_ varchar(64), bytes_ bytea, generated_ boolean, PRIMARY KEY (id_));
CREATE TABLE act_re_deployment (id_ varchar(64), name_ varchar(255), deploy_time_ timestamp, PRIMARY KEY (id_));
CREATE TABLE act_re_procdef (id_ varchar(64) NOT NULL, rev_ integer, key_ varchar(255) NOT NULL, version_ integer NOT NULL, deployment_id_ varchar(64), tenant_id_ varchar(255) DEFAULT '', derived_version_ integer NOT NULL DEFAULT 0, PRIMARY KEY (id_));
CREATE TABLE act_ru_execution (id_ varchar(64), rev_ integer, proc_inst_id_ varchar(64), business_key_ varchar(255), parent_id_ varchar(64), proc_def_id_ varchar(64), super_exec_ varchar(64), is_active_ boolean, suspension_state_ integer, PRIMARY KEY (id_));
CREATE TABLE act_ru_variable (id_ varchar(64) NOT NULL, rev_ integer, type_ varchar(255) NOT NULL, execution_id_ varchar(64), bytearray_id_ varchar(64), double_ double precision, long_ bigint, text_ varchar(4000), text2_ varchar(4000), PRIMARY KEY (id_));
CREATE INDEX act_idx_bytear_depl ON act_ge_bytearray (deployment_id_);
CREATE INDEX act_idx_exec_buskey ON act_ru_execution (business_key_);
CREATE INDEX act_idx_var_text ON act_ru_variable (lower(text_), (type_ || '#' || coalesce(text2_, '')));
ALTER TABLE act_ge_bytearray ADD CONSTRAINT act_fk_bytearr_depl FOREIGN KEY (deployment_id_) REFERENCES act_re_deployment (id_);
ALTER TABLE act_re_procdef ADD CONSTRAINT act_uniq_procdef UNIQUE (key_, version_, derived_version_, tenant_id_);
ALTER TABLE act_ru_execution ADD CONSTRAINT act_fk_exe_procinst FOREIGN KEY (proc_inst_id_) REFERENCES act_ru_execution (id_);
ALTER TABLE act_ru_execution ADD CONSTRAINT act_fk_exe_parent FOREIGN KEY (parent_id_) REFERENCES act_ru_execution (id_);
ALTER TABLE act_ru_execution ADD CONSTRAINT act_fk_exe_procdef FOREIGN KEY (proc_def_id_) REFERENCES act_re_procdef (id_);
ALTER TABLE act_ru_variable ADD CONSTRAINT act_fk_var_exe FOREIGN KEY (execution_id_) REFERENCES act_ru_execution (id_);
ALTER TABLE act_ru_variable ADD CONSTRAINT act_fk_var_bytearray FOREIGN KEY (bytearray_id_) REFERENCES act_ge_bytearray (id_);
DO $$ BEGIN
  FOR i IN 1..50 LOOP
    EXECUTE format('CREATE TABLE flowable.act_hi_part%s (id_ varchar(64) NOT NULL, proc_inst_id_ varchar(64) NOT NULL, start_time_ timestamp NOT NULL, end_time_ timestamp, duration_ bigint, PRIMARY KEY (id_)) WITH (autovacuum_vacuum_threshold = 5%s)', i, i);
    EXECUTE format('CREATE INDEX act_idx_hi_part%1$s ON flowable.act_hi_part%1$s (proc_inst_id_, start_time_ DESC)', i);
  END LOOP;
END $$;

SET search_path = login;
CREATE TABLE realm (id varchar(36) NOT NULL CONSTRAINT constraint_4a PRIMARY KEY, access_code_lifespan integer, enabled boolean DEFAULT false NOT NULL, name varchar(255) CONSTRAINT uk_orvsdmla56612eaefiq6wl5oi UNIQUE, ssl_required varchar(255), default_role varchar(255));
CREATE TABLE client (id varchar(36) NOT NULL CONSTRAINT constraint_7 PRIMARY KEY, enabled boolean DEFAULT false NOT NULL, client_id varchar(255), realm_id varchar(36), not_before integer, CONSTRAINT uk_b71cjlbenv945rb6gcon438at UNIQUE (realm_id, client_id));
CREATE TABLE user_entity (id varchar(36) NOT NULL CONSTRAINT constraint_fb PRIMARY KEY, email varchar(255), email_constraint varchar(255), realm_id varchar(255), username varchar(255), created_timestamp bigint, CONSTRAINT uk_dykn684sl8up1crfei6eckhd7 UNIQUE (realm_id, email_constraint), CONSTRAINT uk_ru8tt6t700s9v50bu18ws5ha6 UNIQUE (realm_id, username));
CREATE TABLE keycloak_role (id varchar(36) NOT NULL CONSTRAINT constraint_a PRIMARY KEY, client_realm_constraint varchar(255), client_role boolean DEFAULT false NOT NULL, name varchar(255), client varchar(36), realm varchar(36) CONSTRAINT fk_6vyqfe4cn4wlq8r6kt5vdsj5c REFERENCES realm (id), CONSTRAINT "UK_J3RWUVD56ONTGSUHOGM184WW2-2" UNIQUE (name, client_realm_constraint));
CREATE TABLE composite_role (composite varchar(36) NOT NULL CONSTRAINT fk_a63wvekftu8jo1pnj81e7mce2 REFERENCES keycloak_role, child_role varchar(36) NOT NULL CONSTRAINT fk_gr7thllb9lu8q4vqa4524jjy8 REFERENCES keycloak_role, CONSTRAINT constraint_composite_role PRIMARY KEY (composite, child_role));
CREATE TABLE user_attribute (name varchar(255) NOT NULL, value varchar(255), user_id varchar(36) NOT NULL REFERENCES user_entity, id varchar(36) DEFAULT 'sybase-needs-something-here'::character varying NOT NULL PRIMARY KEY, long_value_hash bytea, long_value text);
CREATE INDEX idx_user_attribute_name ON user_attribute (name, value);
CREATE INDEX user_attr_long_values ON user_attribute (long_value_hash, name);
CREATE TABLE offline_session (user_session_id varchar(36) NOT NULL, offline_flag varchar(4) NOT NULL, data text, version integer DEFAULT 0, last_session_refresh integer DEFAULT 0 NOT NULL, PRIMARY KEY (user_session_id, offline_flag));
ALTER TABLE client ADD CONSTRAINT fk_p56ctinxxb9gsk57fo49f9tac FOREIGN KEY (realm_id) REFERENCES realm (id);

SET search_path = quartz;
CREATE TABLE qrtz_job_details (sched_name varchar(120) NOT NULL, job_name varchar(200) NOT NULL, job_group varchar(200) NOT NULL, is_durable bool NOT NULL, job_data bytea, PRIMARY KEY (sched_name, job_name, job_group));
CREATE TABLE qrtz_triggers (sched_name varchar(120) NOT NULL, trigger_name varchar(200) NOT NULL, trigger_group varchar(200) NOT NULL, job_name varchar(200) NOT NULL, job_group varchar(200) NOT NULL, next_fire_time bigint, trigger_state varchar(16) NOT NULL, misfire_instr smallint, PRIMARY KEY (sched_name, trigger_name, trigger_group), FOREIGN KEY (sched_name, job_name, job_group) REFERENCES qrtz_job_details);
CREATE INDEX idx_qrtz_t_nft_st_misfire ON qrtz_triggers (sched_name, misfire_instr, next_fire_time, trigger_state);
CREATE TABLE shedlock (name varchar(64) NOT NULL PRIMARY KEY, lock_until timestamptz(3) NOT NULL, locked_at time(3) with time zone, locked_by varchar(255) NOT NULL);

SET search_path = app, public;
CREATE SEQUENCE hibernate_sequence START 1 INCREMENT 1;
CREATE SEQUENCE customer_seq START WITH 1 INCREMENT BY 50;
CREATE SEQUENCE "Customer_SEQ" START WITH 1 INCREMENT BY 50;
CREATE TABLE customer (id bigint NOT NULL, dtype varchar(31) NOT NULL, version integer NOT NULL, kind smallint, status varchar(255), photo oid, biography text, embedded_street varchar(255), embedded_zip char(5), balance numeric(38,2), rate float(53), created timestamp(6) with time zone, tags varchar(255) ARRAY, settings jsonb, PRIMARY KEY (id),
  CONSTRAINT customer_kind_check CHECK (kind BETWEEN 0 AND 4), CONSTRAINT customer_status_check CHECK (status IN ('NEW', 'ACTIVE', 'CLOSED')), CHECK ((dtype <> 'Company') OR (balance IS NOT NULL)));
CREATE TABLE revinfo (rev integer NOT NULL PRIMARY KEY, revtstmp bigint);
CREATE TABLE customer_aud (id bigint NOT NULL, rev integer NOT NULL REFERENCES revinfo, revtype smallint, revend integer, status varchar(255), status_mod boolean, PRIMARY KEY (rev, id), FOREIGN KEY (revend) REFERENCES revinfo);
CREATE TABLE customer_phones (customer_id bigint NOT NULL REFERENCES customer, phones varchar(255), phones_order integer NOT NULL, PRIMARY KEY (customer_id, phones_order));
CREATE TABLE "Order" ("Id" bigint NOT NULL DEFAULT nextval('app."Customer_SEQ"'), "CustomerId" bigint REFERENCES customer ON DELETE CASCADE, "Total" money, "RowVersion" xid, CONSTRAINT "PK_Order" PRIMARY KEY ("Id"));
CREATE UNIQUE INDEX "UX_Order_Customer" ON "Order" ("CustomerId");
CREATE TABLE "__EFMigrationsHistory" ("MigrationId" character varying(150) NOT NULL, "ProductVersion" character varying(32) NOT NULL, CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY ("MigrationId"));
CREATE TABLE outbox (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), aggregatetype varchar(255) NOT NULL, aggregateid varchar(255) NOT NULL, type varchar(255) NOT NULL, payload jsonb NOT NULL, headers json, created timestamptz DEFAULT clock_timestamp());
ALTER TABLE outbox REPLICA IDENTITY FULL;
CREATE INDEX outbox_created ON outbox USING brin (created timestamptz_minmax_multi_ops (values_per_range = 16));
CREATE INDEX outbox_bloom ON outbox USING brin (aggregateid text_bloom_ops (false_positive_rate = 0.05, n_distinct_per_range = 100));
CREATE INDEX outbox_spgist ON outbox USING spgist (type text_ops);
CREATE INDEX outbox_no_dedup ON outbox (type) WITH (deduplicate_items = off);
CREATE PUBLICATION outbox_publication FOR TABLE outbox WITH (publish = 'insert');
