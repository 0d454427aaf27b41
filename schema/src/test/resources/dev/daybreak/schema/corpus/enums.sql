-- trap: labels that need quoting, an order that is not that of creation, labels of 63 bytes
CREATE SCHEMA enums;
CREATE TYPE enums.empty AS ENUM ();
CREATE TYPE enums."E num" AS ENUM ('b', 'a', '', ' ', '''', '\', '"', ',', '(', 'é€😀', 'A', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa');
ALTER TYPE enums."E num" ADD VALUE 'first' BEFORE 'b';
ALTER TYPE enums."E num" ADD VALUE 'second' AFTER 'first';
ALTER TYPE enums."E num" ADD VALUE 'between' BEFORE 'second';
ALTER TYPE enums."E num" RENAME VALUE 'A' TO 'NULL';
CREATE TABLE enums.t (a enums."E num" DEFAULT '''', b enums."E num"[] DEFAULT '{"\"","",NULL,"NULL"}', c enums.empty, CHECK (a > 'between'), CHECK (a IN ('b', ',')));
CREATE TABLE enums.by_label (a enums."E num" NOT NULL) PARTITION BY LIST (a);
CREATE TABLE enums.by_label_1 PARTITION OF enums.by_label FOR VALUES IN ('', '''', 'é€😀');
CREATE TABLE enums.by_order (a enums."E num" NOT NULL) PARTITION BY RANGE (a);
CREATE TABLE enums.by_order_1 PARTITION OF enums.by_order FOR VALUES FROM ('first') TO ('a');
CREATE INDEX partial ON enums.t (a) WHERE a = '\';
CREATE VIEW enums.v AS SELECT a, a::text = 'NULL' AS n, CASE a WHEN '"' THEN 1 END AS c FROM enums.t WHERE a >= 'second';
