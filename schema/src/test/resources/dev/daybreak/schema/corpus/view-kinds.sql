-- Views: options, check options, materialized ones over each other, one that cannot be filled.
-- expects SCH-REFRESH materialized view views.above_off
CREATE SCHEMA views;
CREATE TABLE views.t (id integer PRIMARY KEY, v text, j jsonb);
CREATE VIEW views.cascaded AS SELECT * FROM views.t WHERE id > 0 WITH CASCADED CHECK OPTION;
CREATE VIEW views.both WITH (security_barrier, check_option = local) AS SELECT id, v FROM views.t WHERE id > 0;
CREATE VIEW views."Ünïcode" ("a b", "select") AS SELECT id, v FROM views.t;
CREATE MATERIALIZED VIEW views.m1 WITH (fillfactor = 55) AS SELECT id, v FROM views.t;
ALTER MATERIALIZED VIEW views.m1 ALTER COLUMN v SET STATISTICS 33, ALTER COLUMN v SET STORAGE EXTERNAL, ALTER COLUMN id SET (n_distinct = 7);
CREATE MATERIALIZED VIEW views.a_m2 AS SELECT count(*) AS n FROM views.m1;
CREATE UNIQUE INDEX m1_id ON views.m1 (id);
ALTER MATERIALIZED VIEW views.m1 CLUSTER ON m1_id;
CREATE MATERIALIZED VIEW views.off AS SELECT id FROM views.m1;
CREATE MATERIALIZED VIEW views.above_off AS SELECT id FROM views.off;
REFRESH MATERIALIZED VIEW views.off WITH NO DATA;
CREATE VIEW views.with_join AS SELECT t1.id, t2.v FROM views.t t1 JOIN views.t t2 USING (id) LEFT JOIN LATERAL jsonb_array_elements(t1.j) WITH ORDINALITY AS e (value, n) ON e.n > 1;
CREATE RULE upd AS ON UPDATE TO views.with_join DO INSTEAD UPDATE views.t SET v = new.v WHERE id = old.id;
CREATE RULE quiet AS ON INSERT TO views.t DO ALSO NOTHING;
ALTER TABLE views.t DISABLE RULE quiet;
CREATE RULE "second one" AS ON DELETE TO views.t WHERE old.id = 1 DO INSTEAD (INSERT INTO views.t VALUES (old.id, 'a', NULL); DELETE FROM views.t WHERE id = 3);
ALTER TABLE views.t ENABLE ALWAYS RULE "second one";
COMMENT ON RULE "second one" ON views.t IS 'odd';
COMMENT ON COLUMN views.with_join.v IS 'joined';
COMMENT ON COLUMN views.m1.v IS 'stored';
CREATE VIEW views.grouped AS SELECT t.id, t.v, count(*) FROM views.t GROUP BY t.id;
