-- trap: extended statistics of every kind, on expressions, with a target
CREATE SCHEMA stats;
CREATE TABLE stats.t (a integer, b integer, c text, d jsonb);
CREATE STATISTICS stats.distinct_only (ndistinct) ON a, b FROM stats.t;
CREATE STATISTICS stats.all_kinds ON c, a, b FROM stats.t;
CREATE STATISTICS stats.expressions ON (a * 2), lower(c) FROM stats.t;
CREATE STATISTICS stats.one_expression ON (d ->> 'k''ey') FROM stats.t;
CREATE STATISTICS stats."Mixed Name" (mcv, dependencies) ON a, (b % 7), c FROM stats.t;
ALTER STATISTICS stats.all_kinds SET STATISTICS 0;
ALTER STATISTICS stats."Mixed Name" OWNER TO corpus_owner;
COMMENT ON STATISTICS stats.expressions IS 'two';
