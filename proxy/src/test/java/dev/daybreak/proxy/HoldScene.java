package dev.daybreak.proxy;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.testkit.TestSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A route that is held and released by hand; the other side is fenced. */
abstract class HoldScene {
  ProxyFixture fixture;

  @BeforeEach
  void start() {
    fixture = ProxyFixture.start();
    for (Endpoint side : new Endpoint[] {fixture.source, fixture.target}) {
      TestSql.run(
          side,
          "CREATE TABLE public.t (v text)",
          "CREATE FUNCTION public.sneaky(x text) RETURNS text LANGUAGE sql AS"
              + " 'INSERT INTO public.t VALUES (x) RETURNING v'");
    }
    fence(fixture.target, "on");
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  static void fence(Endpoint endpoint, String value) {
    TestSql.run(
        endpoint,
        "ALTER DATABASE "
            + Names.quote(endpoint.database())
            + " SET default_transaction_read_only = "
            + value);
  }

  void hold(long epoch) {
    fixture.order(epoch, RouteState.ARMED, Side.SOURCE);
    fixture.order(epoch, RouteState.DRAINING, Side.SOURCE);
    fixture.order(epoch, RouteState.HOLDING, Side.SOURCE);
  }

  void release(long epoch, Side side) {
    fixture.order(epoch, RouteState.SERVING, side);
  }

  static <T> CompletableFuture<T> later(Callable<T> task) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return task.call();
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        });
  }

  static String value(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
