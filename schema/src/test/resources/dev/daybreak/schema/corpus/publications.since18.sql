-- Stored generated columns are published too.
CREATE SCHEMA pub18;
CREATE TABLE pub18.g (id integer PRIMARY KEY, twice integer GENERATED ALWAYS AS (id * 2) STORED);
CREATE PUBLICATION generated FOR TABLE pub18.g WITH (publish_generated_columns = stored);
