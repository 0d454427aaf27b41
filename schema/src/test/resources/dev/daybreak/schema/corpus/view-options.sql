-- Views: options, check options, materialized ones over each other, one that cannot be filled.
-- expects SCH-REFRESH materialized view shown.above_off
CREATE SCHEMA shown;
CREATE TABLE shown.t (id integer PRIMARY KEY, v text, j jsonb);
CREATE VIEW shown.cascaded AS SELECT * FROM shown.t WHERE id > 0 WITH CASCADED CHECK OPTION;
CREATE VIEW shown.both WITH (security_barrier, check_option = local) AS SELECT id, v FROM shown.t WHERE id > 0;
CREATE VIEW shown."Ünïcode" ("a b", "select") AS SELECT id, v FROM shown.t;
CREATE MATERIALIZED VIEW shown.m1 WITH (fillfactor = 55) AS SELECT id, v FROM shown.t;
ALTER MATERIALIZED VIEW shown.m1 ALTER COLUMN v SET STATISTICS 33, ALTER COLUMN v SET STORAGE EXTERNAL, ALTER COLUMN id SET (n_distinct = 7);
CREATE MATERIALIZED VIEW shown.a_m2 AS SELECT count(*) AS n FROM shown.m1;
CREATE UNIQUE INDEX m1_id ON shown.m1 (id);
ALTER MATERIALIZED VIEW shown.m1 CLUSTER ON m1_id;
CREATE MATERIALIZED VIEW shown.off AS SELECT id FROM shown.m1;
CREATE MATERIALIZED VIEW shown.above_off AS SELECT id FROM shown.off;
REFRESH MATERIALIZED VIEW shown.off WITH NO DATA;
CREATE VIEW shown.with_join AS SELECT t1.id, t2.v FROM shown.t t1 JOIN shown.t t2 USING (id) LEFT JOIN LATERAL jsonb_array_elements(t1.j) WITH ORDINALITY AS e (value, n) ON e.n > 1;
CREATE RULE upd AS ON UPDATE TO shown.with_join DO INSTEAD UPDATE shown.t SET v = new.v WHERE id = old.id;
CREATE RULE quiet AS ON INSERT TO shown.t DO ALSO NOTHING;
ALTER TABLE shown.t DISABLE RULE quiet;
CREATE RULE "second one" AS ON DELETE TO shown.t WHERE old.id = 1 DO INSTEAD (INSERT INTO shown.t VALUES (old.id, 'a', NULL); DELETE FROM shown.t WHERE id = 3);
ALTER TABLE shown.t ENABLE ALWAYS RULE "second one";
COMMENT ON RULE "second one" ON shown.t IS 'odd';
COMMENT ON COLUMN shown.with_join.v IS 'joined';
COMMENT ON COLUMN shown.m1.v IS 'stored';
CREATE VIEW shown.grouped AS SELECT t.id, t.v, count(*) FROM shown.t GROUP BY t.id;
