package dev.daybreak.testkit;

import java.util.ArrayList;
import java.util.List;

/**
 * One table for each family of types with the values that tools get wrong: empty beside NULL,
 * infinities, negative zero, scale, precision, typmods, encodings, dimensions.
 */
public final class TypeFamilies {
  private static final List<Family> ALL =
      List.of(
          new Family("ints", "smallint", "'-32768'", "'32767'", "0"),
          new Family("bigints", "bigint", "'-9223372036854775808'", "'9223372036854775807'"),
          new Family(
              "numerics",
              "numeric",
              "'1.10'",
              "'1.1'",
              "'NaN'",
              "'Infinity'",
              "'-Infinity'",
              "'0.00'",
              "repeat('9', 200)::numeric",
              "'1e-80'"),
          new Family("scaled", "numeric(12,4)", "'-12345678.1234'", "'0.5'"),
          new Family("reals", "real", "'-0'", "'NaN'", "'Infinity'", "'1.17549435e-38'", "'0.1'"),
          new Family(
              "doubles",
              "double precision",
              "'-0'",
              "'NaN'",
              "'-Infinity'",
              "'5e-324'",
              "'0.1'",
              "'1.7976931348623157e308'"),
          new Family(
              "texts",
              "text",
              "''",
              "' '",
              "'NULL'",
              "E'\\\\N'",
              "E'a\\tb\\n\\r\\\\'",
              "'é'",
              "U&'e\\0301'",
              "'😀'",
              "repeat('ä', 30000)"),
          new Family("chars", "character(5)", "'a'", "''", "'é    '"),
          new Family("varchars", "character varying(3)", "''", "'é  '"),
          new Family("single_chars", "\"char\"", "'a'", "''"),
          new Family("names", "name", "'Na me'"),
          new Family("bools", "boolean", "true", "false"),
          new Family("byteas", "bytea", "''", "'\\x00ff5c27'", "decode(repeat('00', 9000), 'hex')"),
          new Family(
              "dates",
              "date",
              "'infinity'",
              "'-infinity'",
              "'4713-01-01 BC'",
              "'5874897-12-31'",
              "'2024-02-29'"),
          new Family(
              "timestamps",
              "timestamp",
              "'infinity'",
              "'0044-03-15 12:00 BC'",
              "'294276-12-31 23:59:59.999999'",
              "'1999-12-31 23:59:60'"),
          new Family("rounded", "timestamp(3)", "'2024-01-01 00:00:00.123456'"),
          new Family(
              "instants",
              "timestamptz",
              "'-infinity'",
              "'2024-03-31 01:30:00.000001+05:45'",
              "'10000-01-01 00:00+00'"),
          new Family("times", "time", "'24:00:00'", "'00:00:00.000001'"),
          new Family("zoned_times", "timetz", "'12:00+05:45'", "'24:00:00-15:59'"),
          new Family(
              "intervals",
              "interval",
              "'1 mon'",
              "'30 days'",
              "'720 hours'",
              "'-1 year 2 days -00:00:00.000001'"),
          new Family("uuids", "uuid", "'00000000-0000-0000-0000-00000000000A'"),
          new Family("jsons", "json", "'null'", "'{\"a\":1, \"a\" : 2}'", "' [1.0,  1e2] '"),
          new Family("jsonbs", "jsonb", "'null'", "'{\"b\":1.10,\"a\":\"\\u00e9\"}'", "'\"\"'"),
          new Family("xmls", "xml", "'<a>é</a>'"),
          new Family("bits", "bit(3)", "B'101'"),
          new Family("varbits", "bit varying", "B''", "B'0001'"),
          new Family("moneys", "money", "'1234.56'", "'-0.01'"),
          new Family("inets", "inet", "'10.0.0.1/8'", "'::1'"),
          new Family("cidrs", "cidr", "'10.0.0.0/8'"),
          new Family("macs", "macaddr8", "'08:00:2b:01:02:03:04:05'"),
          new Family("points", "point", "'(-0,1e300)'", "'(NaN,Infinity)'"),
          new Family("polygons", "polygon", "'((0,0),(0,1),(1,1))'"),
          new Family("boxes", "box", "'(2,2),(0,0)'"),
          new Family(
              "text_arrays", "text[]", "'{}'", "ARRAY['NULL', NULL, '', '{\"}']", "'[2:3]={a,b}'"),
          new Family("int_arrays", "int[]", "'{{1,2},{3,NULL}}'", "'[-1:0]={7,8}'"),
          new Family("ranges", "int4range", "'[1,5]'", "'empty'", "'(,)'"),
          new Family("num_ranges", "numrange", "'[1.10,1.2)'"),
          new Family("multiranges", "int4multirange", "'{}'", "'{[1,3),[7,9)}'"),
          new Family("vectors", "tsvector", "'a:1A b:2'", "''"),
          new Family("queries", "tsquery", "'a & !b'"),
          new Family("classes", "regclass", "'pg_catalog.pg_class'"),
          new Family("moods", "public.\"Mood é\"", "'so so'", "'Glad'"),
          new Family("mood_arrays", "public.\"Mood é\"[]", "'{so so,NULL}'"),
          new Family("domains", "public.positive", "'1.50'"),
          new Family("composites", "public.pair", "'(,)'", "'(\"\",)'", "'(\"a,b\",1)'"));

  private TypeFamilies() {}

  /** All families. */
  public static List<Family> all() {
    return ALL;
  }

  /** The statements that create the types and one table for each family, with or without a key. */
  public static String[] ddl(boolean keyed) {
    List<String> ddl = new ArrayList<>();
    ddl.add("CREATE TYPE public.\"Mood é\" AS ENUM ('so so', 'Glad')");
    ddl.add("CREATE DOMAIN public.positive AS numeric(6,2) CHECK (VALUE > 0)");
    ddl.add("CREATE TYPE public.pair AS (a text, b int)");
    for (Family family : ALL) {
      String key = keyed ? "id int PRIMARY KEY" : "id int";
      ddl.add("CREATE TABLE " + family.table() + " (" + key + ", v " + family.type() + ")");
    }
    return ddl.toArray(String[]::new);
  }

  /**
   * A family of types.
   *
   * @param name the table's name in schema public
   * @param type the type of its column {@code v}
   * @param values SQL expressions
   */
  public record Family(String name, String type, List<String> values) {
    Family(String name, String type, String... values) {
      this(name, type, List.of(values));
    }

    /** The table's name in full. */
    public String table() {
      return "public." + name;
    }

    /** Inserts every value, and NULL, with ids from the first on. */
    public String insert(int firstId) {
      StringBuilder sql = new StringBuilder("INSERT INTO " + table() + " VALUES ");
      int id = firstId;
      for (String value : values) {
        sql.append("(")
            .append(id++)
            .append(", (")
            .append(value)
            .append(")::")
            .append(type)
            .append("), ");
      }
      return sql.append("(").append(id).append(", NULL)").toString();
    }
  }
}
