package dev.daybreak.demo.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Secret;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DemoFleetIT {
  private static final long ROWS = Long.getLong("daybreak.demo.rows", 20_000);
  private static final String COUNTS =
      "SELECT string_agg(c.oid::regclass || '=' || (xpath('/row/n/text()', query_to_xml("
          + "format('SELECT count(*) AS n FROM ONLY %s', c.oid::regclass), false, true, '')))[1]"
          + ", ' ' ORDER BY c.oid::regclass::text)"
          + " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE relkind = 'r' AND nspname NOT IN ('pg_catalog', 'information_schema')";

  @ParameterizedTest
  @EnumSource(names = {"PG14", "PG15"})
  void hasTheShapeAndAboutTheRowsAskedFor(ServerRelease release) {
    Endpoint admin = TestServers.server(release).endpoint("postgres");
    List<Progress.Step> steps = Collections.synchronizedList(new ArrayList<>());
    long start = System.nanoTime();
    List<FleetDatabase> fleet =
        DemoFleet.create(
            admin, new FleetPlan(ROWS, 42, "shape_", Secret.of("pa'ss\\word")), steps::add);
    System.out.println(
        "created "
            + ROWS
            + " rows on "
            + release
            + " in "
            + Duration.ofNanos(System.nanoTime() - start).toMillis()
            + " ms");
    assertThat(fleet)
        .extracting(FleetDatabase::name)
        .containsExactly("shape_catalog", "shape_orders", "shape_events");
    assertThat(steps)
        .isNotEmpty()
        .last()
        .satisfies(step -> assertThat(step.done()).isPositive().isLessThanOrEqualTo(step.total()));
    long rows = 0;
    for (FleetDatabase database : fleet) {
      TestSql.run(database.admin(), "ANALYZE");
      rows +=
          Long.parseLong(
              TestSql.value(
                  database.admin(),
                  "SELECT sum(reltuples)::bigint FROM pg_class WHERE relkind = 'r'"
                      + " AND relnamespace::regnamespace::text !~ '^(pg_catalog|information_schema)$'"));
    }
    assertThat(rows).isBetween((long) (ROWS * 0.9), (long) (ROWS * 1.1) + 10_000);
    Endpoint catalog = fleet.get(0).admin();
    assertThat(
            Integer.parseInt(
                TestSql.value(
                    catalog,
                    "SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition"
                        + " AND relnamespace::regnamespace::text !~ '^(pg_catalog|information_schema)$'")))
        .isGreaterThanOrEqualTo(40);
    assertThat(
            TestSql.value(
                catalog,
                "SELECT count(*) FROM pg_class WHERE length(relname::bytea) = 63 AND relkind = 'r'"))
        .isEqualTo("1");
    assertThat(
            Long.parseLong(
                TestSql.value(
                    fleet.get(2).admin(),
                    "SELECT sum(pg_relation_size(reltoastrelid)) FROM pg_class"
                        + " WHERE relnamespace = 'app'::regnamespace AND reltoastrelid <> 0")))
        .as("bytes stored out of line")
        .isGreaterThan(100_000);
  }

  @Test
  void theSameSeedMakesTheSameRowsOnEveryRelease() {
    List<String> digests = new ArrayList<>();
    for (ServerRelease release : List.of(ServerRelease.PG14, ServerRelease.PG15)) {
      List<FleetDatabase> fleet =
          DemoFleet.create(
              TestServers.server(release).endpoint("postgres"),
              new FleetPlan(2_000, 7, "seed_", Secret.of("x")),
              Progress.NONE);
      digests.add(
          TestSql.value(fleet.get(0).admin(), COUNTS)
              + TestSql.value(
                  fleet.get(0).admin(),
                  "SELECT md5(string_agg(p::text, ',' ORDER BY sku)) FROM catalog.products p")
              + TestSql.value(
                  fleet.get(1).admin(),
                  "SELECT md5(string_agg(p::text, ',' ORDER BY id)) FROM shop.orders p")
              + TestSql.value(
                  fleet.get(2).admin(),
                  "SELECT md5(string_agg(p::text, ',' ORDER BY id)) FROM app.events p"));
    }
    assertThat(digests.get(0)).isEqualTo(digests.get(1)).contains("catalog.no_columns=0");
  }
}
