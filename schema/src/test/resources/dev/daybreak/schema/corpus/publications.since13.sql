-- A partitioned table published as one, and by its root.
CREATE SCHEMA pub13;
CREATE TABLE pub13.parted (id integer PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE pub13.parted_1 PARTITION OF pub13.parted FOR VALUES FROM (0) TO (10);
CREATE PUBLICATION rooted FOR TABLE pub13.parted WITH (publish_via_partition_root = true);
