-- trap: a range type brings a second type whose name is chosen, not derived
CREATE SCHEMA multirange;
CREATE TYPE multirange.timespan AS RANGE (subtype = time, multirange_type_name = multirange.many_times);
CREATE TYPE multirange."Plain range" AS RANGE (subtype = numeric);
CREATE TYPE multirange.plain AS RANGE (subtype = text, collation = "C");
CREATE FUNCTION multirange.gap(time, time) RETURNS double precision LANGUAGE sql STRICT IMMUTABLE AS 'SELECT extract(epoch FROM ($1 - $2))::double precision';
CREATE TYPE multirange.far AS RANGE (subtype = time, subtype_diff = multirange.gap, multirange_type_name = multirange.far_away);
CREATE TABLE multirange.t (a multirange.timespan, b multirange.many_times, c multirange.many_times[] DEFAULT '{"{[10:00,11:00)}"}', d int4multirange DEFAULT '{[1,2),[5,6)}', e multirange.far_away, f multirange.plain, EXCLUDE USING gist (a WITH &&));
CREATE FUNCTION multirange.f(multirange.many_times) RETURNS multirange.timespan LANGUAGE sql AS 'SELECT range_merge($1)';
COMMENT ON TYPE multirange.many_times IS 'the second type';
COMMENT ON TYPE multirange.far IS 'the first type';
GRANT USAGE ON TYPE multirange.timespan TO corpus_reader;
