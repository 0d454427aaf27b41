package dev.daybreak.schema.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.postgres.Connections;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A catalog is read while somebody makes and drops objects all the time. */
class BusyCatalogIT {
  private static final int READINGS = 15;

  @Test
  void objectsThatGoWhileTheyAreReadDoNotEndTheReading() throws SQLException {
    Endpoint busy = TestServers.database(ServerRelease.PG17, "busy");
    TestSql.run(busy, "CREATE TABLE public.stays (a integer PRIMARY KEY)");
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Void> changes = CompletableFuture.runAsync(() -> change(busy, over));
    try (Connection connection = Connections.open(busy, "test")) {
      for (int i = 0; i < READINGS; i++) {
        assertThat(CatalogReader.read(connection).objects()).isNotEmpty();
      }
    } finally {
      over.set(true);
    }
    changes.join();
  }

  private static void change(Endpoint busy, AtomicBoolean over) {
    while (!over.get()) {
      TestSql.run(
          busy,
          "CREATE TABLE public.goes (a integer PRIMARY KEY DEFAULT 1, b text CHECK (b <> ''))",
          "CREATE INDEX ON public.goes (lower(b))",
          "CREATE VIEW public.seen AS SELECT a FROM public.goes",
          "DROP VIEW public.seen",
          "ALTER TABLE public.goes ALTER COLUMN b TYPE varchar(9)",
          "DROP TABLE public.goes");
    }
  }
}
