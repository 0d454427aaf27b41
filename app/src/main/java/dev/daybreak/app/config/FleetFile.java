package dev.daybreak.app.config;

import dev.daybreak.control.MigrationSpec;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code fleet.yaml}: {@code defaults} and a list of {@code databases}. Strict: an unknown or
 * repeated key or a wrong type is a problem, and all problems are reported together.
 */
public final class FleetFile {
  private static final List<String> TOP = List.of("defaults", "databases");

  private final Map<String, String> environment;
  private final Problems problems = new Problems();

  private FleetFile(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * The migrations a file describes, in its order.
   *
   * @param environment where default passwords are looked for
   * @throws MigrationException BAD_CONFIGURATION, UNKNOWN_KEY, DUPLICATE_KEY or BAD_URL: the first
   *     problem's code, with all problems in the message
   */
  public static List<MigrationSpec> read(Path file, Map<String, String> environment) {
    try {
      return parse(file.getFileName().toString(), Files.readString(file), environment);
    } catch (IOException e) {
      throw new MigrationException(
          ErrorCode.BAD_CONFIGURATION,
          "cannot read the fleet file " + file + ".",
          "Check the path, its permissions, and that it is text in UTF-8.",
          e);
    }
  }

  static List<MigrationSpec> parse(String name, String text, Map<String, String> environment) {
    FleetFile file = new FleetFile(environment);
    List<MigrationSpec> specs =
        YamlReader.read(text, file.problems).map(file::fleet).orElse(List.of());
    file.problems.throwIfAny(name);
    return specs;
  }

  private List<MigrationSpec> fleet(YamlNode root) {
    Section top = Section.of(root, TOP, problems);
    Section defaults =
        top.node("defaults")
            .map(node -> Section.of(node, DatabaseSection.DEFAULTS, problems))
            .orElse(Section.empty(problems));
    Optional<YamlNode> databases = top.node("databases");
    if (databases.isEmpty() || !(databases.get() instanceof YamlNode.Sequence list)) {
      problems.add(
          top.placeOf("databases"), ErrorCode.BAD_CONFIGURATION, "'databases' wants a list");
      return List.of();
    }
    if (list.items().isEmpty()) {
      problems.add(list.place(), ErrorCode.BAD_CONFIGURATION, "no databases are listed");
    }
    return databases(list, defaults);
  }

  private List<MigrationSpec> databases(YamlNode.Sequence list, Section defaults) {
    List<MigrationSpec> specs = new ArrayList<>();
    Map<String, Place> names = new HashMap<>();
    Map<String, Place> addresses = new HashMap<>();
    for (YamlNode item : list.items()) {
      Section own = Section.of(item, DatabaseSection.KEYS, problems);
      MigrationSpec spec = new DatabaseSection(own, defaults, environment, problems).spec();
      if (spec != null) {
        specs.add(spec);
        unique(names, "name " + spec.name(), own.place());
        unique(addresses, addressOf(spec), own.place());
      }
    }
    return specs;
  }

  private static String addressOf(MigrationSpec spec) {
    return "address "
        + new ListenAddress(spec.listenHost(), spec.listenPort())
        + " with the database "
        + spec.source().database();
  }

  private void unique(Map<String, Place> seen, String what, Place place) {
    @Nullable Place earlier = seen.putIfAbsent(what, place);
    if (earlier != null) {
      problems.add(
          place,
          ErrorCode.BAD_CONFIGURATION,
          "the " + what + " is taken at " + earlier + " already");
    }
  }
}
