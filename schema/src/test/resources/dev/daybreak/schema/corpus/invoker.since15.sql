-- trap: views that read with the rights of who asks
CREATE SCHEMA invoker;
CREATE TABLE invoker.t (id integer, v text);
CREATE VIEW invoker.v WITH (security_barrier = true, security_invoker = true) AS SELECT * FROM invoker.t;
CREATE VIEW invoker.off WITH (security_invoker = off) AS SELECT * FROM invoker.v;
