package dev.daybreak.proxy.admin;

import dev.daybreak.proxy.pool.PoolView;
import dev.daybreak.proxy.session.Desk;
import dev.daybreak.proxy.session.RouteRuntime;
import io.netty.channel.ChannelHandler;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Understands the console's commands, PgBouncer's and a few of our own. Thread-safe. */
public final class Console implements Desk {
  private static final Set<String> NAMES = Set.of("pgbouncer", "daybreak");

  private static final String BYPASS = "bypass";

  private final Supplier<Collection<RouteRuntime>> routes;
  private final ConsoleOptions options;
  private final Views views;
  private final Bypass bypass;
  private final Map<String, Supplier<Table>> shows = new HashMap<>();
  private final Map<String, Consumer<RouteRuntime>> actions = new HashMap<>();

  /**
   * What a command leads to.
   *
   * @param tag CommandComplete
   * @param table what is shown, once it is over; null for nothing
   * @param done whether it is over; asked until it says so
   */
  record Reply(String tag, @Nullable Supplier<Table> table, BooleanSupplier done) {}

  /** A command that is refused. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final String state;

    Refused(String state, String message) {
      super(message);
      this.state = state;
    }
  }

  /**
   * @param routes what the proxy serves now
   * @param bypass finds sessions that do not come through it
   */
  public Console(Supplier<Collection<RouteRuntime>> routes, Bypass bypass, ConsoleOptions options) {
    this.routes = routes;
    this.bypass = bypass;
    this.options = options;
    this.views = new Views(routes);
    shows.put("pools", views::pools);
    shows.put("clients", views::clients);
    shows.put("servers", views::servers);
    shows.put("sockets", views::servers);
    shows.put("stats", views::stats);
    shows.put("stats_totals", views::totals);
    shows.put("latencies", views::latencies);
    shows.put("unmovable", views::unmovable);
    shows.put("lost_state", views::lost);
    shows.put(BYPASS, BypassView::empty);
    shows.put("lists", views::lists);
    shows.put("databases", views::databases);
    shows.put("users", views::users);
    shows.put("config", views::config);
    shows.put("version", views::version);
    shows.put("mem", views::memory);
    actions.put("pause", route -> route.pools().pause());
    actions.put("resume", route -> route.pools().resume());
    actions.put("reconnect", route -> route.pools().reconnect());
    actions.put("kill", Console::kill);
    actions.put("wait_close", route -> {});
  }

  @Override
  public boolean serves(String database) {
    return NAMES.contains(database);
  }

  @Override
  public boolean admits(String user) {
    return options.admins().contains(user) || options.watchers().contains(user);
  }

  @Override
  public @Nullable RouteRuntime prover() {
    return routes.get().stream().findFirst().orElse(null);
  }

  @Override
  public ChannelHandler open(String user) {
    return new ConsoleHandler(this, options.admins().contains(user));
  }

  /**
   * Carries a command out, or begins to.
   *
   * @throws Refused with an SQLSTATE
   */
  Reply run(String sql, boolean admin) {
    String[] words = sql.replace(';', ' ').trim().split("\\s+");
    String verb = words[0].toLowerCase(Locale.ROOT);
    String object = words.length > 1 ? unquoted(words[1]) : "";
    if (words.length > 2) {
      throw unknown(sql);
    }
    if (verb.equals("show")) {
      return show(object.toLowerCase(Locale.ROOT));
    }
    if (verb.equals("reload") || verb.equals("shutdown") || actions.containsKey(verb)) {
      if (!admin) {
        throw new Refused("42501", "admin access needed");
      }
      return act(verb, object);
    }
    throw unknown(sql);
  }

  private static String unquoted(String word) {
    return word.length() > 1 && word.startsWith("\"") && word.endsWith("\"")
        ? word.substring(1, word.length() - 1)
        : word;
  }

  private Refused unknown(String sql) {
    return new Refused(
        "42601",
        "invalid command '"
            + sql.trim()
            + "'; there are SHOW "
            + String.join("|", shows.keySet().stream().sorted().toList())
            + ", PAUSE, RESUME, RECONNECT, KILL, WAIT_CLOSE, RELOAD and SHUTDOWN");
  }

  private Reply show(String what) {
    Supplier<Table> view = shows.get(what);
    if (view == null) {
      throw unknown("show " + what);
    }
    if (what.equals(BYPASS)) {
      BypassView found = new BypassView(routes.get(), bypass);
      return new Reply("SHOW", found::table, found::done);
    }
    return new Reply("SHOW", view, () -> true);
  }

  /** What a command will show, with or without rows; null for nothing. */
  @Nullable Table shown(String sql) {
    String[] words = sql.replace(';', ' ').trim().split("\\s+");
    boolean looks = words.length == 2 && words[0].equalsIgnoreCase("show");
    Supplier<Table> view = looks ? shows.get(unquoted(words[1]).toLowerCase(Locale.ROOT)) : null;
    return view == null ? null : view.get();
  }

  private Reply act(String verb, String database) {
    String tag = verb.toUpperCase(Locale.ROOT);
    if (verb.equals("reload")) {
      options.reload().run();
      return new Reply(tag, null, () -> true);
    }
    if (verb.equals("shutdown")) {
      options.shutdown().run();
      return new Reply(tag, null, () -> true);
    }
    List<RouteRuntime> meant =
        routes.get().stream()
            .filter(route -> database.isEmpty() || route.binding().database().equals(database))
            .toList();
    boolean all = verb.equals("kill") && database.isEmpty();
    if (meant.isEmpty() || all) {
      throw new Refused("3D000", all ? "a database is required" : "no such database: " + database);
    }
    boolean pause = verb.equals("pause");
    if (pause && !meant.stream().allMatch(route -> route.pools().options().pooled())) {
      throw new Refused("0A000", "only databases with a pool can be paused");
    }
    meant.forEach(java.util.Objects.requireNonNull(actions.get(verb)));
    boolean waits = pause || verb.equals("wait_close");
    return new Reply(tag, null, () -> !waits || meant.stream().noneMatch(Console::lends));
  }

  private static boolean lends(RouteRuntime route) {
    return route.pools().views().stream().mapToInt(PoolView::lent).sum() > 0;
  }

  private static void kill(RouteRuntime route) {
    route.pools().pause();
    route.kill();
    route.pools().reconnect();
  }
}
