-- trap: policies for each command and role, with conditions that read other tables
CREATE SCHEMA policies;
CREATE TABLE policies.t (id integer, tenant text, v varchar(5));
CREATE TABLE policies.members (who name, tenant text);
ALTER TABLE policies.t ENABLE ROW LEVEL SECURITY;
ALTER TABLE policies.members FORCE ROW LEVEL SECURITY;
CREATE POLICY a ON policies.t;
CREATE POLICY b ON policies.t AS RESTRICTIVE FOR SELECT TO PUBLIC USING (tenant IN ('a', 'b') AND v IN ('x', 'y'));
CREATE POLICY c ON policies.t FOR INSERT TO corpus_reader, "corpus App", corpus_owner WITH CHECK (tenant = (SELECT m.tenant FROM policies.members m WHERE m.who = CURRENT_USER));
CREATE POLICY d ON policies.t FOR UPDATE TO CURRENT_USER USING (id > 0) WITH CHECK (id > 1);
CREATE POLICY "E e" ON policies.t FOR DELETE TO SESSION_USER USING (EXISTS (SELECT FROM policies.t x WHERE x.id = t.id));
COMMENT ON POLICY a ON policies.t IS 'a';
