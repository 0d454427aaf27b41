package dev.daybreak.app.config;

import dev.daybreak.control.Secrets;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.RouteBinding;
import dev.daybreak.proxy.pool.PoolMode;
import dev.daybreak.proxy.pool.PoolOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One database of a proxy file, its own keys before the shared defaults. */
final class ProxySection {
  /** Keys that may be shared. */
  static final List<String> DEFAULTS =
      List.of("listen", "passwordEnv", "passwordFile", "pool", "sample");

  /** Keys a database may have. */
  static final List<String> KEYS = withOwn();

  /** Keys within {@code pool}. */
  static final List<String> POOL =
      List.of(
          "mode",
          "serversMax",
          "serversMin",
          "serverIdleSeconds",
          "serverLifetimeSeconds",
          "queryWaitSeconds",
          "queueMax",
          "clientIdleSeconds");

  private final Section own;
  private final Section defaults;
  private final Map<String, String> environment;
  private final Problems problems;

  ProxySection(Section own, Section defaults, Map<String, String> environment, Problems problems) {
    this.own = own;
    this.defaults = defaults;
    this.environment = environment;
    this.problems = problems;
  }

  private static List<String> withOwn() {
    List<String> keys = new ArrayList<>(List.of("name", "server"));
    keys.addAll(DEFAULTS);
    return List.copyOf(keys);
  }

  /** Where it is served and from; null when something is missing, which the problems then say. */
  @Nullable RouteBinding binding(Secrets secrets) {
    String url = holder("server").text("server").orElse(null);
    String listen = holder("listen").text("listen").orElse(null);
    if (url == null || listen == null) {
      problems.add(
          own.place(),
          ErrorCode.BAD_CONFIGURATION,
          "'" + (url == null ? "server" : "listen") + "' is missing");
      return null;
    }
    try {
      ListenAddress address = ListenAddress.parse(listen);
      Endpoint server = DatabaseUrl.parse("server", url, password()).resolve(secrets);
      String name = own.text("name").orElse(server.database());
      return new RouteBinding(
          name + "@" + address, address.host(), address.port(), name, server, server);
    } catch (MigrationException e) {
      problems.add(own.placeOf("server"), e);
      return null;
    }
  }

  private String password() {
    boolean mine = own.node("passwordEnv").isPresent() || own.node("passwordFile").isPresent();
    Section place = mine ? own : defaults;
    return PasswordSource.reference(
        "server",
        place.text("passwordEnv").orElse(null),
        place.text("passwordFile").orElse(null),
        environment);
  }

  /** How it is served. */
  ProxyService service() {
    return new ProxyService(pool(), new SampleSection(own, defaults, problems).options());
  }

  private PoolOptions pool() {
    Section mine = pool(own);
    Section shared = pool(defaults);
    PoolOptions usual = PoolOptions.NONE;
    try {
      return new PoolOptions(
          mode(mine.node("mode").isPresent() ? mine : shared),
          count(mine, shared, "serversMax", usual.serversMax()),
          count(mine, shared, "serversMin", usual.serversMin()),
          seconds(mine, shared, "serverIdleSeconds", usual.serverIdle()),
          seconds(mine, shared, "serverLifetimeSeconds", usual.serverLifetime()),
          seconds(mine, shared, "queryWaitSeconds", usual.queryWait()),
          count(mine, shared, "queueMax", usual.queueMax()),
          seconds(mine, shared, "clientIdleSeconds", usual.clientIdle()));
    } catch (MigrationException e) {
      problems.add(own.placeOf("pool"), e);
      return usual;
    }
  }

  private PoolMode mode(Section section) {
    String text = section.text("mode").orElse("none");
    Optional<PoolMode> mode =
        Arrays.stream(PoolMode.values())
            .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(text))
            .findFirst();
    if (mode.isEmpty()) {
      problems.add(
          section.placeOf("mode"),
          ErrorCode.BAD_CONFIGURATION,
          "'mode' is none, session or transaction");
    }
    return mode.orElse(PoolMode.NONE);
  }

  private Section pool(Section section) {
    Optional<YamlNode> node = section.node("pool");
    return node.map(n -> Section.of(n, POOL, problems)).orElse(Section.empty(problems));
  }

  private static int count(Section mine, Section shared, String key, int usual) {
    return Math.toIntExact(number(mine, shared, key, usual));
  }

  private static Duration seconds(Section mine, Section shared, String key, Duration usual) {
    return Duration.ofSeconds(number(mine, shared, key, usual.toSeconds()));
  }

  private static long number(Section mine, Section shared, String key, long usual) {
    return mine.number(key, 0).or(() -> shared.number(key, 0)).orElse(usual);
  }

  private Section holder(String key) {
    return own.node(key).isPresent() ? own : defaults;
  }
}
