-- trap: defaults whose text depends on time zone, style, path or quoting
CREATE SCHEMA defaults;
CREATE SEQUENCE defaults."s q";
CREATE TABLE defaults.t (
  a integer DEFAULT -1, b bigint DEFAULT 9223372036854775807, c numeric DEFAULT 1e100, d numeric DEFAULT 'NaN', e double precision DEFAULT '-Infinity', f double precision DEFAULT -0.0, g real DEFAULT 1e-40::real, ff double precision DEFAULT 0.1::double precision + 0.2,
  h text DEFAULT '', i text DEFAULT E'\\n\n\t\r', j text DEFAULT $$it's "x" ; -- no comment$$, k text DEFAULT NULL, l text DEFAULT NULL::varchar, m char(3) DEFAULT 'a',
  n date DEFAULT 'infinity', o date DEFAULT '0044-03-15 BC', p timestamptz DEFAULT '2026-03-29 02:30:00 Europe/Berlin', q timestamp DEFAULT '2026-11-22 18:00', r timestamptz DEFAULT (now() AT TIME ZONE 'UTC'), s time DEFAULT LOCALTIME(2), t timetz DEFAULT CURRENT_TIME(0), u interval DEFAULT '1 year -2 mons 3 days 04:05:06.7', v interval DEFAULT '-1 day',
  w boolean DEFAULT ((1 = 1) IS NOT TRUE), x name DEFAULT CURRENT_USER, y text DEFAULT session_user || current_schema(), z oid DEFAULT 'pg_catalog.pg_class'::regclass,
  aa bigint DEFAULT nextval('defaults."s q"'), ab regclass DEFAULT 'defaults."s q"'::regclass, ac integer[] DEFAULT '{{1,2},{3,NULL}}', ad integer[] DEFAULT '[0:1]={1,2}', ae text[] DEFAULT ARRAY[]::text[],
  af jsonb DEFAULT '{"a": null, "b": [1.0, "x''y"]}', ag bytea DEFAULT '\x00ff27', ah bit(3) DEFAULT B'101', ai varbit DEFAULT X'1F', aj inet DEFAULT '10.0.0.1/8', ak uuid DEFAULT '00000000-0000-0000-0000-000000000000', al point DEFAULT '(1,-0)', am tsvector DEFAULT to_tsvector('english', 'a fat cat'), an xml DEFAULT '<a b="c"/>', ao int4range DEFAULT '(,5]', ap money DEFAULT 5::money,
  aq text DEFAULT CASE WHEN random() < 0.5 THEN 'a' ELSE COALESCE(NULLIF('b', ''), 'c') END, ar text DEFAULT (ARRAY['x', 'y'])[1 + 1], "at" text DEFAULT lower(upper('Ä') COLLATE "C"), au integer DEFAULT length('a' || 'b') % 3 << 2, av text DEFAULT substring('abc' FROM 2 FOR 1) || overlay('abc' PLACING 'X' FROM 1) || trim(both ' ' FROM ' a ') || position('a' IN 'ba')::text, aw numeric DEFAULT extract(epoch FROM timestamptz '2026-01-01 00:00+00'),
  ax text DEFAULT format('%s %%', 'a?b'), ay text DEFAULT '{fn now()}', az text DEFAULT '${x} :y $1 ?');
