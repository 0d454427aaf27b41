-- trap: foreign keys in circles of one, two and three tables, and to a table in another schema
CREATE SCHEMA cycles;
CREATE SCHEMA cycles_b;
CREATE TABLE cycles.one (id integer PRIMARY KEY, self integer REFERENCES cycles.one, a integer, b integer, UNIQUE (a, b), FOREIGN KEY (b, a) REFERENCES cycles.one (a, b) MATCH SIMPLE ON UPDATE SET DEFAULT);
CREATE TABLE cycles.x (id integer PRIMARY KEY, y integer NOT NULL);
CREATE TABLE cycles_b.y (id integer PRIMARY KEY, z integer);
CREATE TABLE cycles."Z z" (id integer PRIMARY KEY, x integer UNIQUE DEFERRABLE INITIALLY DEFERRED);
ALTER TABLE cycles.x ADD CONSTRAINT same FOREIGN KEY (y) REFERENCES cycles_b.y ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE cycles_b.y ADD CONSTRAINT same FOREIGN KEY (z) REFERENCES cycles."Z z" ON DELETE CASCADE ON UPDATE SET NULL;
ALTER TABLE cycles."Z z" ADD CONSTRAINT same FOREIGN KEY (x) REFERENCES cycles.x DEFERRABLE NOT VALID;
CREATE TABLE cycles.p (id integer PRIMARY KEY, q integer) PARTITION BY RANGE (id);
CREATE TABLE cycles.q (id integer PRIMARY KEY, p integer REFERENCES cycles.p) PARTITION BY RANGE (id);
ALTER TABLE cycles.p ADD FOREIGN KEY (q) REFERENCES cycles.q;
CREATE TABLE cycles.p1 PARTITION OF cycles.p FOR VALUES FROM (0) TO (9);
CREATE TABLE cycles.q1 PARTITION OF cycles.q FOR VALUES FROM (0) TO (9);
ALTER TABLE cycles.p ADD COLUMN self integer REFERENCES cycles.p;
