-- trap: names of constraints that a server of 18 wants for its NOT NULL constraints
CREATE SCHEMA not_null_names;
CREATE TABLE not_null_names.t (id integer CONSTRAINT t_id_not_null PRIMARY KEY, a integer CONSTRAINT named NOT NULL, b integer NOT NULL);
ALTER TABLE not_null_names.t ADD CONSTRAINT t_b_not_null CHECK (b IS NOT NULL), ADD CONSTRAINT nn_2 UNIQUE (a);
CREATE TABLE not_null_names.t2 (id integer NOT NULL);
CREATE INDEX t2_id_not_null ON not_null_names.t2 (id);
CREATE TABLE not_null_names.child () INHERITS (not_null_names.t);
