-- Publications with lists of columns, filters of rows and whole schemas.
CREATE SCHEMA pub15;
CREATE SCHEMA "pub 15b";
CREATE TABLE pub15.a (id integer PRIMARY KEY, "B b" text, c text);
CREATE TABLE pub15.b (id integer PRIMARY KEY, at date);
CREATE PUBLICATION listed FOR TABLE pub15.a (id, c), pub15.b WHERE (at > '2020-01-01' AND id < 10);
CREATE PUBLICATION schemas FOR TABLES IN SCHEMA pub15, "pub 15b";
CREATE PUBLICATION "both" FOR TABLE pub15.a, TABLES IN SCHEMA "pub 15b";
