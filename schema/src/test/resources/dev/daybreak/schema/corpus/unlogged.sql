-- trap: unlogged and temporary things, tables without columns
CREATE SCHEMA unlogged;
CREATE UNLOGGED TABLE unlogged.t (id integer PRIMARY KEY, v text);
CREATE UNLOGGED TABLE unlogged.c () INHERITS (unlogged.t);
CREATE INDEX ON unlogged.t (v);
CREATE TABLE unlogged.empty ();
CREATE TEMPORARY TABLE gone_soon (id integer);
CREATE TABLE unlogged.all_dropped (a integer, b text);
ALTER TABLE unlogged.all_dropped DROP COLUMN a, DROP COLUMN b;
CREATE TABLE unlogged.reordered (a integer, gone text, b text NOT NULL, gone2 integer, c integer DEFAULT 3);
ALTER TABLE unlogged.reordered DROP COLUMN gone, DROP COLUMN gone2;
ALTER TABLE unlogged.reordered ADD COLUMN d text DEFAULT 'd' NOT NULL;
