-- Views: options, check options, materialized ones over each other, one that cannot be filled.
-- expects SCH-REFRESH materialized view view_kinds.above_off
CREATE SCHEMA view_kinds;
CREATE TABLE view_kinds.t (id integer PRIMARY KEY, v text, j jsonb);
CREATE VIEW view_kinds.cascaded AS SELECT * FROM view_kinds.t WHERE id > 0 WITH CASCADED CHECK OPTION;
CREATE VIEW view_kinds.both WITH (security_barrier, check_option = local) AS SELECT id, v FROM view_kinds.t WHERE id > 0;
CREATE VIEW view_kinds."Ünïcode" ("a b", "select") AS SELECT id, v FROM view_kinds.t;
CREATE MATERIALIZED VIEW view_kinds.m1 WITH (fillfactor = 55) AS SELECT id, v FROM view_kinds.t;
ALTER MATERIALIZED VIEW view_kinds.m1 ALTER COLUMN v SET STATISTICS 33, ALTER COLUMN v SET STORAGE EXTERNAL, ALTER COLUMN id SET (n_distinct = 7);
CREATE MATERIALIZED VIEW view_kinds.a_m2 AS SELECT count(*) AS n FROM view_kinds.m1;
CREATE UNIQUE INDEX m1_id ON view_kinds.m1 (id);
ALTER MATERIALIZED VIEW view_kinds.m1 CLUSTER ON m1_id;
CREATE MATERIALIZED VIEW view_kinds.off AS SELECT id FROM view_kinds.m1;
CREATE MATERIALIZED VIEW view_kinds.above_off AS SELECT id FROM view_kinds.off;
REFRESH MATERIALIZED VIEW view_kinds.off WITH NO DATA;
CREATE VIEW view_kinds.with_join AS SELECT t1.id, t2.v FROM view_kinds.t t1 JOIN view_kinds.t t2 USING (id) LEFT JOIN LATERAL jsonb_array_elements(t1.j) WITH ORDINALITY AS e (value, n) ON e.n > 1;
CREATE RULE upd AS ON UPDATE TO view_kinds.with_join DO INSTEAD UPDATE view_kinds.t SET v = new.v WHERE id = old.id;
CREATE RULE quiet AS ON INSERT TO view_kinds.t DO ALSO NOTHING;
ALTER TABLE view_kinds.t DISABLE RULE quiet;
CREATE RULE "second one" AS ON DELETE TO view_kinds.t WHERE old.id = 1 DO INSTEAD (INSERT INTO view_kinds.t VALUES (old.id, 'a', NULL); DELETE FROM view_kinds.t WHERE id = 3);
ALTER TABLE view_kinds.t ENABLE ALWAYS RULE "second one";
COMMENT ON RULE "second one" ON view_kinds.t IS 'odd';
COMMENT ON COLUMN view_kinds.with_join.v IS 'joined';
COMMENT ON COLUMN view_kinds.m1.v IS 'stored';
CREATE VIEW view_kinds.grouped AS SELECT t.id, t.v, count(*) FROM view_kinds.t GROUP BY t.id;
