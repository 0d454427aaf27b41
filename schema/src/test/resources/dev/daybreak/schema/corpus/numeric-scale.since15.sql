-- trap: scales of numeric that are negative or larger than the precision
CREATE SCHEMA numeric_scale;
CREATE TABLE numeric_scale.t (a numeric(2,-3), b numeric(3,5), c numeric(1000,-1000)[], d numeric(1,1000));
CREATE DOMAIN numeric_scale.thousands AS numeric(4,-3);
CREATE TYPE numeric_scale.c AS (a numeric(2,-3));
