package dev.daybreak.proxy.admin;

import dev.daybreak.proxy.admin.Bypass.Answer;
import dev.daybreak.proxy.admin.Bypass.Stranger;
import dev.daybreak.proxy.session.RouteRuntime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** SHOW BYPASS: a row for each session that is no proxy's, one for each server not looked at. */
final class BypassView {
  private final Map<RouteRuntime, CompletableFuture<Answer>> answers = new LinkedHashMap<>();

  BypassView(Collection<RouteRuntime> routes, Bypass bypass) {
    routes.forEach(route -> answers.put(route, bypass.look(route)));
  }

  /** The columns alone. */
  static Table empty() {
    return new Table(
        "database user state addr port# connect_time request_age# remote_pid# application_name"
            + " compared_with problem");
  }

  boolean done() {
    return answers.values().stream().allMatch(CompletableFuture::isDone);
  }

  /** Once it is done. */
  Table table() {
    Table table = empty();
    answers.forEach((route, answer) -> rows(table, route.binding().database(), answer.join()));
    return table;
  }

  private static void rows(Table table, String database, Answer answer) {
    for (Stranger one : answer.strangers()) {
      table.row(
          database,
          one.user(),
          one.state(),
          one.host(),
          one.port(),
          one.since(),
          one.silentSeconds(),
          one.pid(),
          one.application(),
          answer.comparedWith(),
          "");
    }
    if (!answer.problem().isEmpty()) {
      table.row(database, null, null, null, null, null, null, null, null, "", answer.problem());
    }
  }
}
