-- trap: a NOT VALID check of a parent merges with the valid one of its child only when it comes second
CREATE SCHEMA checks_not_valid;
CREATE TABLE checks_not_valid.parent (f integer);
CREATE TABLE checks_not_valid.child () INHERITS (checks_not_valid.parent);
ALTER TABLE checks_not_valid.child ADD CONSTRAINT positive CHECK (f > 0);
ALTER TABLE checks_not_valid.parent ADD CONSTRAINT positive CHECK (f > 0) NOT VALID;
CREATE TABLE checks_not_valid.both (f integer);
CREATE TABLE checks_not_valid.both_child () INHERITS (checks_not_valid.both);
ALTER TABLE checks_not_valid.both_child ADD CONSTRAINT positive CHECK (f > 0) NOT VALID;
ALTER TABLE checks_not_valid.both ADD CONSTRAINT positive CHECK (f > 0) NOT VALID;
CREATE TABLE checks_not_valid.broken (f integer);
INSERT INTO checks_not_valid.broken VALUES (-1);
ALTER TABLE checks_not_valid.broken ADD CONSTRAINT positive CHECK (f > 0) NOT VALID;
