-- trap: collations of several providers, deterministic and not, on columns, indexes, types and partition keys
CREATE SCHEMA collations;
CREATE COLLATION collations.icu_de (provider = icu, locale = 'de-u-co-phonebk');
CREATE COLLATION collations."Ci Ai" (provider = icu, locale = 'und-u-ks-level1', deterministic = false);
CREATE COLLATION collations.posix (provider = libc, lc_collate = 'C', lc_ctype = 'POSIX');
CREATE COLLATION collations.posix2 FROM "C";
CREATE TABLE collations.t (a text COLLATE collations.icu_de, b varchar(5) COLLATE collations."Ci Ai" UNIQUE, c text COLLATE "C", d char(3) COLLATE "POSIX", e text COLLATE "en-x-icu", f text COLLATE "default", g text[] COLLATE "C", h name COLLATE "POSIX", CHECK (a COLLATE "C" > 'b'));
CREATE INDEX ON collations.t (a COLLATE "C", c COLLATE collations."Ci Ai");
CREATE TABLE collations.p (a text COLLATE collations.icu_de NOT NULL) PARTITION BY RANGE (a COLLATE "C");
CREATE TABLE collations.p1 PARTITION OF collations.p FOR VALUES FROM ('a') TO ('z');
CREATE TYPE collations.r AS RANGE (subtype = text, collation = "C");
CREATE TYPE collations.c AS (a text COLLATE collations.icu_de, b name COLLATE "C");
CREATE DOMAIN collations.d AS text COLLATE collations."Ci Ai";
CREATE DOMAIN collations.d2 AS collations.d COLLATE "C";
CREATE VIEW collations.v AS SELECT a COLLATE "C" AS x, max(b) AS b FROM collations.t GROUP BY a ORDER BY a COLLATE collations.icu_de;
CREATE TABLE collations.of_domain (x collations.d, y collations.d COLLATE collations.icu_de);
ALTER COLLATION collations.posix OWNER TO corpus_owner;
