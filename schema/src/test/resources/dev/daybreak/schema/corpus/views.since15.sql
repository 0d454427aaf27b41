-- Views that run with the rights of who reads them.
CREATE SCHEMA views15;
CREATE TABLE views15.t (id integer, v text);
CREATE VIEW views15.invoker WITH (security_barrier = false, security_invoker = true) AS SELECT * FROM views15.t;
CREATE UNIQUE INDEX t_nulls ON views15.t (id, v) NULLS NOT DISTINCT;
ALTER TABLE views15.t ADD CONSTRAINT t_same UNIQUE NULLS NOT DISTINCT (v);
CREATE TABLE views15.parent (a integer, b integer, PRIMARY KEY (a, b));
CREATE TABLE views15.child (a integer DEFAULT 0, b integer DEFAULT 0, FOREIGN KEY (a, b) REFERENCES views15.parent ON DELETE SET NULL (b) ON UPDATE SET DEFAULT);
CREATE STATISTICS views15.mixed (mcv) ON v, (id + 1), lower(v) FROM views15.t;
ALTER STATISTICS views15.mixed SET STATISTICS 17;
ALTER TABLE views15.t ALTER COLUMN v SET COMPRESSION pglz, ALTER COLUMN v SET STORAGE MAIN, ALTER COLUMN id SET (n_distinct = -0.25, n_distinct_inherited = 5);
CREATE COLLATION views15.rules (provider = icu, locale = 'en-US-u-kn-true');
