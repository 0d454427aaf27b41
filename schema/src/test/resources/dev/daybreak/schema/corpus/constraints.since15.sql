-- trap: actions on some columns only, and NULLs that are not distinct
CREATE SCHEMA constraints15;
CREATE TABLE constraints15.p (tenant integer, id integer, PRIMARY KEY (tenant, id), extra text UNIQUE NULLS NOT DISTINCT);
CREATE TABLE constraints15.c (tenant integer, id integer, d integer DEFAULT 4, FOREIGN KEY (tenant, id) REFERENCES constraints15.p ON DELETE SET NULL (id), FOREIGN KEY (tenant, d) REFERENCES constraints15.p ON DELETE SET DEFAULT (d) ON UPDATE CASCADE, UNIQUE NULLS NOT DISTINCT (id, d) INCLUDE (tenant));
CREATE UNIQUE INDEX nn ON constraints15.c (d) NULLS NOT DISTINCT WHERE d > 0;
