package dev.daybreak.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.MigrationId;
import dev.daybreak.kernel.stage.ChangeStream;
import dev.daybreak.kernel.stage.StreamSpec;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Two databases with the same tables and a prepared stream between them. */
final class Replica implements AutoCloseable {
  static final Duration BUDGET = Duration.ofSeconds(60);
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  final StreamSpec spec;
  final PgOutputChangeStage stage;
  private ChangeStream stream;

  private Replica(StreamSpec spec, CdcOptions options) {
    this.spec = spec;
    this.stage = new PgOutputChangeStage(options);
  }

  /** Creates both databases with the statements; the stream is prepared and not yet started. */
  static Replica create(ServerRelease from, ServerRelease to, CdcOptions options, String... ddl) {
    int number = NUMBERS.incrementAndGet();
    Endpoint source = TestServers.database(from, "source é");
    Endpoint target = TestServers.database(to, "target é");
    TestSql.run(source, ddl);
    TestSql.run(target, ddl);
    StreamSpec spec =
        new StreamSpec(
            new MigrationId("m" + ProcessHandle.current().pid() + "_" + number), source, target, 1);
    Replica replica = new Replica(spec, options);
    replica.stage.prepare(spec);
    return replica;
  }

  static Replica create(ServerRelease from, ServerRelease to, String... ddl) {
    return create(from, to, CdcOptions.defaults(), ddl);
  }

  ChangeStream start() {
    stream = stage.start(spec);
    return stream;
  }

  ChangeStream stream() {
    return stream;
  }

  void source(String... sql) {
    TestSql.run(spec.from(), sql);
  }

  void target(String... sql) {
    TestSql.run(spec.to(), sql);
  }

  /** Waits until all that is committed now is applied. */
  void catchUp() {
    stream.awaitApplied(stream.sentinel(), BUDGET);
  }

  /** Both sides hold the same rows, compared as text. */
  void assertEqual(String table) {
    String query = "SELECT t::text FROM " + table + " t ORDER BY 1";
    List<String> expected = TestSql.rows(spec.from(), query);
    assertThat(TestSql.rows(spec.to(), query)).as(table).isEqualTo(expected);
  }

  @Override
  public void close() {
    if (stream != null) {
      stream.close();
    }
    stage.dismantle(spec);
    stage.purge(spec);
  }
}
