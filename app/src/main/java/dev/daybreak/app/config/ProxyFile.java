package dev.daybreak.app.config;

import dev.daybreak.control.Secrets;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.RouteBinding;
import dev.daybreak.proxy.ProxyOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code proxy.yaml}: a proxy that serves databases where they are, without a control store.
 * As strict as {@link FleetFile}.
 */
public final class ProxyFile {
  /** Keys of the file beside {@code defaults} and {@code databases}. */
  static final List<String> PROXY =
      List.of(
          "eventLoops",
          "tlsCertificate",
          "tlsKey",
          "allowTrust",
          "parkedBytes",
          "adminUsers",
          "statsUsers",
          "metrics");

  private final Map<String, String> environment;
  private final Secrets secrets;
  private final Problems problems = new Problems();

  private ProxyFile(Map<String, String> environment, Secrets secrets) {
    this.environment = environment;
    this.secrets = secrets;
  }

  /**
   * The proxy a file describes.
   *
   * @param environment where default passwords are looked for
   * @throws MigrationException BAD_CONFIGURATION, UNKNOWN_KEY, DUPLICATE_KEY or BAD_URL: the first
   *     problem's code, with all problems in the message
   */
  public static ProxyPlan read(Path file, Map<String, String> environment, Secrets secrets) {
    try {
      Path name = file.getFileName();
      return parse(String.valueOf(name), Files.readString(file), environment, secrets);
    } catch (IOException e) {
      throw new MigrationException(
          ErrorCode.BAD_CONFIGURATION,
          "cannot read the proxy file " + file + ".",
          "Check the path, its permissions, and that it is text in UTF-8.",
          e);
    }
  }

  static ProxyPlan parse(
      String name, String text, Map<String, String> environment, Secrets secrets) {
    ProxyFile file = new ProxyFile(environment, secrets);
    Optional<ProxyPlan> plan = YamlReader.read(text, file.problems).map(file::plan);
    file.problems.throwIfAny(name);
    return plan.orElseThrow();
  }

  private ProxyPlan plan(YamlNode root) {
    List<String> known = new ArrayList<>(PROXY);
    known.addAll(List.of("defaults", "databases"));
    Section top = Section.of(root, known, problems);
    Section defaults =
        top.node("defaults")
            .map(node -> Section.of(node, ProxySection.DEFAULTS, problems))
            .orElse(Section.empty(problems));
    return new ProxyPlan(
        options(top),
        Set.copyOf(top.texts("adminUsers")),
        Set.copyOf(top.texts("statsUsers")),
        metrics(top),
        databases(top, defaults));
  }

  private @Nullable ListenAddress metrics(Section top) {
    try {
      return top.text("metrics").map(ListenAddress::parse).orElse(null);
    } catch (MigrationException e) {
      problems.add(top.placeOf("metrics"), e);
      return null;
    }
  }

  private Map<RouteBinding, ProxyService> databases(Section top, Section defaults) {
    Map<RouteBinding, ProxyService> served = new LinkedHashMap<>();
    Optional<YamlNode> databases = top.node("databases");
    if (databases.isEmpty() || !(databases.get() instanceof YamlNode.Sequence list)) {
      problems.add(
          top.placeOf("databases"), ErrorCode.BAD_CONFIGURATION, "'databases' wants a list");
      return served;
    }
    if (list.items().isEmpty()) {
      problems.add(list.place(), ErrorCode.BAD_CONFIGURATION, "no databases are listed");
    }
    Set<String> names = new HashSet<>();
    for (YamlNode item : list.items()) {
      Section own = Section.of(item, ProxySection.KEYS, problems);
      ProxySection section = new ProxySection(own, defaults, environment, problems);
      @Nullable RouteBinding binding = section.binding(secrets);
      ProxyService service = section.service();
      if (binding != null && !names.add(binding.route())) {
        problems.add(
            own.place(), ErrorCode.BAD_CONFIGURATION, binding.route() + " is served twice");
      } else if (binding != null) {
        served.put(binding, service);
      }
    }
    return served;
  }

  private ProxyOptions options(Section top) {
    ProxyOptions usual = ProxyOptions.defaults();
    try {
      return new ProxyOptions(
          Math.toIntExact(top.number("eventLoops", 1).orElse((long) usual.eventLoops())),
          top.text("tlsCertificate").map(Path::of).orElse(null),
          top.text("tlsKey").map(Path::of).orElse(null),
          top.flag("allowTrust").orElse(usual.allowTrust()),
          top.number("parkedBytes", 65_536).orElse(usual.parkedBytesMax()));
    } catch (MigrationException e) {
      problems.add(top.place(), e);
      return usual;
    }
  }
}
