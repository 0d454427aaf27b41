-- trap: parameters of operator classes, deduplication, brin classes of 14
CREATE SCHEMA indexes14;
CREATE TABLE indexes14.t (a tsvector, b integer, c timestamptz, d text, e inet);
CREATE INDEX siglen ON indexes14.t USING gist (a tsvector_ops (siglen = 100));
CREATE INDEX multi ON indexes14.t USING brin (b int4_minmax_multi_ops (values_per_range = 16), c timestamptz_bloom_ops (false_positive_rate = 0.05, n_distinct_per_range = 50));
CREATE INDEX dedup ON indexes14.t (d) WITH (deduplicate_items = off);
CREATE INDEX cover ON indexes14.t USING spgist (e) INCLUDE (b);
