package dev.daybreak.schema.random;

import java.util.ArrayList;
import java.util.List;

/**
 * Statements that make a schema of random objects, the same for the same seed. The server refuses
 * some of them, because nothing here knows all its rules: run each on its own and go on.
 */
public final class RandomSchema {
  private static final int ROUNDS = 30;

  private final Dice dice;
  private final String roles;
  private final Types types;
  private final List<String> statements = new ArrayList<>();
  private final List<String> schemas = new ArrayList<>();
  private final List<Relation> tables = new ArrayList<>();
  private final List<Relation> relations = new ArrayList<>();
  private final List<String> functions = new ArrayList<>();

  private RandomSchema(long seed, String roles) {
    this.dice = new Dice(seed);
    this.roles = roles;
    this.types = new Types(dice);
  }

  /**
   * The statements.
   *
   * @param roles how the names of the test's roles begin
   */
  public static List<String> statements(long seed, String roles) {
    RandomSchema schema = new RandomSchema(seed, roles);
    schema.write();
    return schema.statements;
  }

  private void write() {
    for (int i = 0; i < 3; i++) {
      String name = dice.name("s");
      schemas.add(name);
      add("CREATE SCHEMA " + name + dice.maybe(30, " AUTHORIZATION " + roles + "_owner"));
    }
    for (int i = 0; i < 4; i++) {
      types.define(place()).forEach(this::add);
    }
    for (int round = 0; round < ROUNDS; round++) {
      List<Runnable> makers =
          List.of(
              this::table,
              this::table,
              this::partitions,
              this::key,
              this::index,
              this::index,
              this::view,
              this::function,
              this::guard,
              this::right,
              this::alter,
              this::sequence);
      makers.forEach(Runnable::run);
    }
  }

  private void add(String sql) {
    statements.add(sql);
  }

  private String place() {
    return dice.pick(schemas);
  }

  private void table() {
    Relation table = new Relation(place() + "." + dice.name("t"), new ArrayList<>());
    List<String> lines = new ArrayList<>();
    int count = 1 + dice.below(7);
    for (int i = 0; i < count; i++) {
      lines.add(types.column(table, functions));
    }
    String parent =
        !tables.isEmpty() && dice.chance(15)
            ? " INHERITS (" + dice.pick(tables).name() + ")"
            : dice.maybe(20, " WITH (fillfactor = " + (50 + dice.below(50)) + ")");
    String kind = dice.chance(12) ? "UNLOGGED TABLE " : "TABLE ";
    add("CREATE " + kind + table.name() + " (" + String.join(", ", lines) + ")" + parent);
    tables.add(table);
    relations.add(table);
  }

  private void partitions() {
    if (!dice.chance(40)) {
      return;
    }
    Relation root = new Relation(place() + "." + dice.name("p"), new ArrayList<>());
    String key = dice.name("k");
    root.columns().add(key);
    String more = types.column(root, functions) + ", " + types.column(root, functions);
    String how = dice.pick("RANGE", "LIST", "HASH");
    add(
        "CREATE TABLE "
            + root.name()
            + " ("
            + key
            + " integer"
            + dice.maybe(50, " NOT NULL")
            + ", "
            + more
            + ") PARTITION BY "
            + how
            + " ("
            + dice.pick(key, "(" + key + " % 9)")
            + ")");
    for (int i = 0; i < 3; i++) {
      String bound =
          switch (how) {
            case "RANGE" -> "FROM (" + i * 10 + ") TO (" + (i + 1) * 10 + ")";
            case "LIST" -> "IN (" + i + ", " + (i == 0 ? "NULL" : i + 50) + ")";
            default -> "WITH (MODULUS 3, REMAINDER " + i + ")";
          };
      Relation leaf = new Relation(place() + "." + dice.name("p"), root.columns());
      String sub = dice.maybe(20, " PARTITION BY RANGE (" + key + ")");
      add(
          "CREATE TABLE "
              + leaf.name()
              + " PARTITION OF "
              + root.name()
              + " FOR VALUES "
              + bound
              + sub);
      tables.add(leaf);
    }
    add(
        "CREATE TABLE "
            + place()
            + "."
            + dice.name("d")
            + " PARTITION OF "
            + root.name()
            + " DEFAULT");
    tables.add(root);
    relations.add(root);
  }

  private void key() {
    Relation table = dice.pick(tables);
    String column = dice.pick(table.columns());
    String deferred = dice.pick("", "", " DEFERRABLE", " DEFERRABLE INITIALLY DEFERRED");
    String other = dice.pick(table.columns());
    Relation target = dice.pick(tables);
    String alter = "ALTER TABLE " + table.name() + " ADD ";
    String named = dice.maybe(50, "CONSTRAINT " + dice.name("c") + " ");
    add(
        alter
            + named
            + dice.pick(
                "PRIMARY KEY (" + column + ")" + deferred,
                "UNIQUE (" + column + ")" + deferred,
                "UNIQUE (" + column + ") INCLUDE (" + other + ")",
                "CHECK ("
                    + column
                    + " IS NOT NULL OR "
                    + other
                    + " IS NULL)"
                    + dice.maybe(40, " NOT VALID"),
                "CHECK ((" + column + ")::text <> 'it''s')" + dice.maybe(30, " NO INHERIT"),
                "EXCLUDE USING btree (" + column + " WITH =) WHERE (" + other + " IS NOT NULL)"));
    String action =
        dice.pick("", " ON DELETE CASCADE", " ON UPDATE SET NULL ON DELETE SET DEFAULT");
    add(
        alter
            + named
            + "FOREIGN KEY ("
            + column
            + ") REFERENCES "
            + target.name()
            + " ("
            + dice.pick(target.columns())
            + ")"
            + action
            + deferred
            + dice.maybe(20, " NOT VALID"));
  }

  private void index() {
    Relation table = dice.pick(relations);
    String column = dice.pick(table.columns());
    String method = dice.pick("btree", "btree", "hash", "gin", "gist", "brin", "spgist");
    String expression =
        dice.pick(
            column,
            column + " DESC NULLS LAST",
            column + " COLLATE \"C\"",
            "(" + column + " IS NULL)",
            "lower(" + column + "::text)",
            "(coalesce(" + column + "::text, 'none') || '!') text_pattern_ops",
            column + " text_pattern_ops");
    add(
        "CREATE "
            + dice.maybe(25, "UNIQUE ")
            + "INDEX "
            + dice.maybe(60, dice.name("i"))
            + " ON "
            + dice.maybe(10, "ONLY ")
            + table.name()
            + " USING "
            + method
            + " ("
            + expression
            + ")"
            + dice.maybe(20, " INCLUDE (" + dice.pick(table.columns()) + ")")
            + dice.maybe(15, " WITH (fillfactor = 77)")
            + dice.maybe(25, " WHERE " + column + " IS NOT NULL"));
  }

  private void view() {
    Relation one = dice.pick(relations);
    Relation two = dice.pick(relations);
    Relation view = new Relation(place() + "." + dice.name("v"), new ArrayList<>());
    String a = dice.name("x");
    String b = dice.name("y");
    view.columns().addAll(List.of(a, b));
    String c = dice.pick(one.columns());
    String d = dice.pick(two.columns());
    String body =
        dice.pick(
            "SELECT l."
                + c
                + " AS "
                + a
                + ", r."
                + d
                + " AS "
                + b
                + " FROM "
                + one.name()
                + " l LEFT JOIN "
                + two.name()
                + " r ON l."
                + c
                + "::text = r."
                + d
                + "::text",
            "SELECT "
                + c
                + " AS "
                + a
                + ", count(*) AS "
                + b
                + " FROM "
                + one.name()
                + " GROUP BY "
                + c
                + " HAVING count(*) > 1",
            "SELECT "
                + c
                + " AS "
                + a
                + ", rank() OVER (PARTITION BY "
                + c
                + "::text ORDER BY "
                + c
                + "::text DESC) AS "
                + b
                + " FROM "
                + one.name()
                + " WHERE "
                + c
                + " IS NOT NULL",
            "WITH w AS (SELECT "
                + c
                + " FROM "
                + one.name()
                + ") SELECT w."
                + c
                + " AS "
                + a
                + ", EXISTS (SELECT FROM "
                + two.name()
                + " z WHERE z."
                + d
                + " IS NULL) AS "
                + b
                + " FROM w",
            "SELECT "
                + c
                + "::text AS "
                + a
                + ", 1 AS "
                + b
                + " FROM "
                + one.name()
                + " UNION ALL SELECT "
                + d
                + "::text, 2 FROM "
                + two.name()
                + " ORDER BY 2",
            "SELECT t.*::text AS "
                + a
                + ", CASE t."
                + c
                + "::text WHEN 'a' THEN 1 ELSE 2 END AS "
                + b
                + " FROM "
                + one.name()
                + " t");
    String kind =
        dice.chance(25)
            ? "MATERIALIZED VIEW " + view.name()
            : "VIEW " + view.name() + dice.maybe(25, " WITH (security_barrier)");
    add("CREATE " + kind + " AS " + body);
    relations.add(view);
  }

  private void function() {
    String type = types.any();
    String name = place() + "." + dice.name("f");
    String attributes = dice.pick("", " STRICT", " SECURITY DEFINER", " COST 7 PARALLEL SAFE");
    String set = dice.maybe(25, " SET search_path = " + place() + ", pg_temp");
    String volatility = dice.pick(" IMMUTABLE", " STABLE", "");
    boolean plpgsql = dice.chance(50);
    String body = plpgsql ? "$b$ BEGIN RETURN $1; END $b$" : "$b$ SELECT $1 $b$";
    add(
        "CREATE FUNCTION "
            + name
            + "("
            + dice.maybe(50, dice.name("arg") + " ")
            + type
            + ", VARIADIC "
            + dice.name("r")
            + " "
            + "integer[] DEFAULT '{}') RETURNS "
            + type
            + " LANGUAGE "
            + (plpgsql ? "plpgsql" : "sql")
            + volatility
            + attributes
            + set
            + " AS "
            + body);
    if (type.equals("integer")) {
      functions.add(name);
    }
  }

  private void guard() {
    Relation table = dice.pick(tables);
    String column = dice.pick(table.columns());
    String function = place() + "." + dice.name("trg");
    add(
        "CREATE FUNCTION "
            + function
            + "() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'");
    add(
        "CREATE TRIGGER "
            + dice.name("g")
            + " "
            + dice.pick("BEFORE", "AFTER")
            + " "
            + dice.pick("INSERT", "UPDATE OF " + column, "INSERT OR UPDATE")
            + " ON "
            + table.name()
            + " FOR EACH ROW "
            + dice.maybe(40, "WHEN (new." + column + " IS NOT NULL) ")
            + "EXECUTE FUNCTION "
            + function
            + "('a''b')");
    add(
        "CREATE POLICY "
            + dice.name("pol")
            + " ON "
            + table.name()
            + dice.maybe(30, " AS RESTRICTIVE")
            + dice.pick("", " FOR SELECT", " FOR DELETE")
            + " TO "
            + dice.pick("PUBLIC", roles + "_reader")
            + " USING ("
            + column
            + " IS NOT NULL)");
    add(
        "ALTER TABLE "
            + table.name()
            + dice.pick(" ENABLE", " FORCE", " DISABLE")
            + " ROW LEVEL SECURITY");
    if (dice.chance(20)) {
      add(
          "CREATE RULE "
              + dice.name("rule")
              + " AS ON DELETE TO "
              + table.name()
              + " WHERE old."
              + column
              + " IS NULL DO "
              + dice.pick("INSTEAD NOTHING", "ALSO NOTIFY gone"));
    }
    add(
        "CREATE STATISTICS "
            + place()
            + "."
            + dice.name("st")
            + " ON "
            + column
            + ", "
            + dice.pick(table.columns())
            + " FROM "
            + table.name());
  }

  private void right() {
    Relation relation = dice.pick(relations);
    String who = dice.pick(roles + "_reader", roles + "_group", "PUBLIC", "\"" + roles + " App\"");
    String column = dice.pick(relation.columns());
    add(
        "GRANT "
            + dice.pick("SELECT", "INSERT, UPDATE", "ALL", "SELECT (" + column + ")")
            + " ON "
            + relation.name()
            + " TO "
            + who
            + (who.equals("PUBLIC") ? "" : dice.maybe(25, " WITH GRANT OPTION")));
    add("COMMENT ON COLUMN " + relation.name() + "." + column + " IS 'it''s \\ \"x\"'");
    if (dice.chance(20)) {
      add("ALTER TABLE " + relation.name() + " OWNER TO " + roles + "_owner");
      add(
          "ALTER DEFAULT PRIVILEGES FOR ROLE "
              + roles
              + "_owner "
              + dice.maybe(50, "IN SCHEMA " + place())
              + " GRANT "
              + dice.pick("SELECT ON TABLES", "USAGE ON SEQUENCES", "EXECUTE ON FUNCTIONS")
              + " TO "
              + who);
    }
  }

  private void alter() {
    Relation table = dice.pick(tables);
    String column = dice.pick(table.columns());
    String value =
        dice.pick(
            "DROP DEFAULT",
            "SET NOT NULL",
            "SET STATISTICS 33",
            "SET STORAGE EXTERNAL",
            "SET (n_distinct = 5)",
            "TYPE text",
            "SET DEFAULT NULL",
            "ADD GENERATED ALWAYS AS IDENTITY");
    String sql =
        dice.pick(
            "ALTER COLUMN " + column + " " + value,
            "ALTER COLUMN " + column + " " + value,
            "DROP COLUMN " + column,
            "REPLICA IDENTITY FULL",
            "SET (autovacuum_enabled = false)",
            "SET SCHEMA " + place(),
            "ADD COLUMN " + types.column(new Relation("", new ArrayList<>()), functions),
            "DISABLE TRIGGER USER");
    add("ALTER TABLE " + table.name() + " " + sql);
  }

  private void sequence() {
    String name = place() + "." + dice.name("q");
    int step = 1 + dice.below(50);
    String options =
        dice.pick("", " AS smallint", " INCREMENT BY -" + step, " CACHE 20 CYCLE MAXVALUE 99999");
    Relation table = dice.pick(tables);
    add("CREATE SEQUENCE " + name + options + dice.maybe(30, " START WITH 5 MINVALUE -7"));
    String column = table.name() + "." + dice.pick(table.columns());
    add(
        dice.chance(30)
            ? "ALTER SEQUENCE " + name + " OWNED BY " + column
            : "COMMENT ON SEQUENCE " + name + " IS 'q'");
  }
}
