-- trap: rules of every event, with several commands, conditions and states
CREATE SCHEMA rules;
CREATE TABLE rules.t (id integer, a text);
CREATE TABLE rules.log (id integer, what text, at timestamptz DEFAULT now());
CREATE VIEW rules.v AS SELECT id, a FROM rules.t;
CREATE RULE ins AS ON INSERT TO rules.v DO INSTEAD INSERT INTO rules.t VALUES (new.id, new.a) RETURNING id, a;
CREATE RULE upd AS ON UPDATE TO rules.v DO INSTEAD (UPDATE rules.t SET a = new.a WHERE id = old.id; INSERT INTO rules.log (id, what) VALUES (old.id, 'it''s ' || new.a));
CREATE RULE del AS ON DELETE TO rules.v WHERE old.id IN (1, 2, 3) DO INSTEAD NOTHING;
CREATE RULE del_all AS ON DELETE TO rules.v DO INSTEAD DELETE FROM rules.t WHERE id = old.id;
CREATE RULE "Odd ""r""" AS ON UPDATE TO rules.t WHERE new.a IN ('x', 'y') AND old.a IS DISTINCT FROM new.a DO ALSO INSERT INTO rules.log SELECT new.id, 'w', now() FROM (SELECT 1) x;
CREATE RULE tell AS ON INSERT TO rules.t DO ALSO NOTIFY rules, 'pay''load';
ALTER TABLE rules.t DISABLE RULE tell;
ALTER TABLE rules.t ENABLE ALWAYS RULE "Odd ""r""";
CREATE RULE on_replica AS ON DELETE TO rules.t DO ALSO NOTIFY rules;
ALTER TABLE rules.t ENABLE REPLICA RULE on_replica;
COMMENT ON RULE ins ON rules.v IS 'ins';
