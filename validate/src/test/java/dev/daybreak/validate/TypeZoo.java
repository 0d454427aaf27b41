package dev.daybreak.validate;

/** Tables with a column of every awkward type and rows of every awkward value. */
public final class TypeZoo {
  private TypeZoo() {}

  /** Statements that build it, the same on every server. */
  public static String[] statements() {
    return new String[] {
      "CREATE SCHEMA \"Sché ma\"",
      "CREATE TYPE \"Sché ma\".mood AS ENUM ('sad', 'so so', 'happy')",
      "CREATE TYPE \"Sché ma\".pair AS (a int, \"B\" text)",
      "CREATE DOMAIN \"Sché ma\".price AS numeric(12,4) CHECK (value >= 0)",
      """
      CREATE TABLE "Sché ma"."Zoo ""1" (
        id bigint GENERATED ALWAYS AS IDENTITY, k2 uuid, "Ünïcode" text, vc varchar(5), c char(6),
        n numeric, n2 numeric(20,4), p "Sché ma".price, i2 smallint, r real, d double precision,
        b boolean, by bytea, dt date, t time, ttz timetz, ts timestamp(3), tstz timestamptz,
        iv interval, j json, jb jsonb, x xml, m money, bits bit(4), vb bit varying, ip inet,
        mac macaddr, pt point, tsv tsvector, mo "Sché ma".mood, co "Sché ma".pair, ta text[],
        na numeric[], i4r int4range, nr numrange, mr int4multirange, lsn pg_lsn, rc regclass,
        g int GENERATED ALWAYS AS (i2 + 1) STORED, PRIMARY KEY (id, k2))""",
      """
      INSERT INTO "Sché ma"."Zoo ""1" OVERRIDING SYSTEM VALUE VALUES
       (1, '00000000-0000-0000-0000-000000000001', '', '', '', 'NaN', 1.1000, 2.5, -32768, 'NaN',
        '-0', true, '\\x00ff', '0044-03-15 BC', '24:00', '23:59:59.999999+15:59',
        'infinity', '294276-12-31 23:59:59+00', '1 mon -30 days 00:00:00.000001',
        '{"a":1,"a":1.10}', '{"a": 1.10, "b": null}', '<a>x</a>', 12.34, '1010', '', '::1/64',
        '08:00:2b:01:02:03', '(1,-0)', 'a:1 b:2', 'so so', ROW(1, 'x"y'), ARRAY[NULL,'NULL',''],
        '[2:3]={1.10,NULL}', '[1,5)', '(,1.50]', '{[1,3),[7,9)}', '1/2', 'pg_class'),
       (2, '00000000-0000-0000-0000-000000000002', E'tab\\t nl\\n cr\\r \\\\N back\\\\', 'a|', 'b',
        '123456789012345678901234567890.0000', 0, NULL, 0, 'Infinity', 1e-300, false, '',
        '-infinity', '00:00', '00:00+00', '0001-01-01 00:00:00 BC', '-infinity', '-1 year', 'null',
        'null', NULL, 0, '0000', '1', '10.0.0.1', NULL, NULL, '', 'happy', NULL, '{}', '{}',
        'empty', 'empty', '{}', NULL, NULL),
       (3, '00000000-0000-0000-0000-000000000003', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)""",
      "CREATE TABLE big (id int PRIMARY KEY, body text)",
      "INSERT INTO big SELECT g, repeat(md5(g::text), 2000) FROM generate_series(1, 5) g",
      "CREATE TABLE parts (id int, at date, v text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)",
      "CREATE TABLE parts_a PARTITION OF parts FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')",
      "CREATE TABLE \"parts B\" PARTITION OF parts DEFAULT",
      "INSERT INTO parts SELECT g, date '2020-06-01' + g * 90, 'v' FROM generate_series(1, 9) g",
      "CREATE TABLE nokey (a text, b int)",
      "INSERT INTO nokey VALUES ('x', 1), ('x', 1), (NULL, NULL), (NULL, NULL), ('', 0)",
      "CREATE TABLE \"unique only\" (code text NOT NULL UNIQUE, v numeric)",
      "INSERT INTO \"unique only\" VALUES ('a', 1.10), ('B', 2), ('b', 3)",
      "CREATE TABLE parent (id int PRIMARY KEY, v text)",
      "CREATE TABLE child () INHERITS (parent)",
      "INSERT INTO parent VALUES (1, 'p')",
      "INSERT INTO child VALUES (1, 'c')",
      "CREATE UNLOGGED TABLE unlogged (id int PRIMARY KEY)",
      "INSERT INTO unlogged VALUES (1)",
      "CREATE TABLE empty_one (id int PRIMARY KEY)",
      "CREATE TABLE no_columns ()",
      "INSERT INTO no_columns DEFAULT VALUES",
      "CREATE MATERIALIZED VIEW derived AS SELECT count(*) AS n FROM big"
    };
  }
}
