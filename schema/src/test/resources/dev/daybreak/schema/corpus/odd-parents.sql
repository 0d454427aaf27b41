-- trap: parents whose names hold line breaks and backslashes
CREATE SCHEMA "odd\parents";
CREATE TABLE "odd\parents"."two
lines" (a integer PRIMARY KEY, b text) PARTITION BY RANGE (a);
CREATE TABLE "odd\parents".part PARTITION OF "odd\parents"."two
lines" FOR VALUES FROM (1) TO (9);
CREATE TABLE "odd\parents"."not\na line" (x integer);
CREATE TABLE "odd\parents"."ends in one
" (z integer);
CREATE TABLE "odd\parents".heir (y integer) INHERITS ("odd\parents"."not\na line", "odd\parents"."ends in one
");
