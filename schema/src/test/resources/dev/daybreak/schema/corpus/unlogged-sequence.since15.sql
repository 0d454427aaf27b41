-- trap: a sequence that is unlogged although its table's name says nothing of it
CREATE SCHEMA unlogged_sequence;
CREATE UNLOGGED SEQUENCE unlogged_sequence.alone CACHE 3;
CREATE UNLOGGED TABLE unlogged_sequence.t (id serial, n integer GENERATED ALWAYS AS IDENTITY);
CREATE TABLE unlogged_sequence.logged (id serial);
