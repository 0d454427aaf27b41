package dev.daybreak.proxy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Single clients of a route that is held and released. */
abstract class HoldScene extends RouteScene {
  @Override
  String[] content() {
    return new String[] {
      "CREATE TABLE public.t (v text)",
      "CREATE FUNCTION public.sneaky(x text) RETURNS text LANGUAGE sql AS"
          + " 'INSERT INTO public.t VALUES (x) RETURNING v'"
    };
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
