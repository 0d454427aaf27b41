package dev.daybreak.app.config;

import dev.daybreak.control.CutoverWindow;
import dev.daybreak.control.EndpointSpec;
import dev.daybreak.control.Gates;
import dev.daybreak.control.MigrationSpec;
import dev.daybreak.control.Ownership;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.stage.SchemaChoices;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One database of a fleet file, its own keys before the shared defaults. */
final class DatabaseSection {
  /** Keys that may be shared. */
  static final List<String> DEFAULTS =
      List.of(
          "listen",
          "owner",
          "wave",
          "window",
          "cutover",
          "unmovable",
          "budget",
          "schema",
          "sourcePasswordEnv",
          "sourcePasswordFile",
          "targetPasswordEnv",
          "targetPasswordFile");

  /** Keys a database may have. */
  static final List<String> KEYS = withOwn(DEFAULTS);

  /** Keys within {@code budget}. */
  static final List<String> BUDGET =
      List.of("lagMillis", "drainMillis", "holdMillis", "sequenceMarginCalls", "cutoverAttempts");

  private static final List<String> CUTOVER = List.of("auto", "manual");

  private final Section own;
  private final Section defaults;
  private final Map<String, String> environment;
  private final Problems problems;

  DatabaseSection(
      Section own, Section defaults, Map<String, String> environment, Problems problems) {
    this.own = own;
    this.defaults = defaults;
    this.environment = environment;
    this.problems = problems;
  }

  private static List<String> withOwn(List<String> shared) {
    List<String> keys = new ArrayList<>(List.of("name", "source", "target"));
    keys.addAll(shared);
    return List.copyOf(keys);
  }

  /** The migration, or null when something is missing; the problems then say what. */
  @Nullable MigrationSpec spec() {
    String name = own.text("name").orElse(null);
    EndpointSpec source = endpoint("source");
    EndpointSpec target = endpoint("target");
    ListenAddress listen = listen();
    Ownership ownership = new Ownership(shared("owner"), shared("wave"), window());
    Gates gates = gates();
    boolean auto = autoCutover();
    SchemaChoices schema = schema();
    if (source == null || target == null || listen == null) {
      return null;
    }
    try {
      return new MigrationDraft(name, source, target, listen, ownership, gates)
          .spec(auto)
          .with(schema);
    } catch (MigrationException e) {
      problems.add(own.placeOf("name"), e);
      return null;
    }
  }

  private @Nullable EndpointSpec endpoint(String side) {
    String url = own.text(side).orElse(null);
    if (url == null) {
      missing(side);
      return null;
    }
    try {
      return DatabaseUrl.parse(side, url, passwordReference(side));
    } catch (MigrationException e) {
      problems.add(own.placeOf(side), e);
      return null;
    }
  }

  /** Own keys stand before shared ones as a pair, so that a file may override a variable. */
  private String passwordReference(String side) {
    String env = side + "PasswordEnv";
    String file = side + "PasswordFile";
    Section place = own.node(env).isPresent() || own.node(file).isPresent() ? own : defaults;
    return PasswordSource.reference(
        side, place.text(env).orElse(null), place.text(file).orElse(null), environment);
  }

  private @Nullable ListenAddress listen() {
    Section place = holder("listen");
    String text = place.text("listen").orElse(null);
    if (text == null) {
      missing("listen");
      return null;
    }
    try {
      return ListenAddress.parse(text);
    } catch (MigrationException e) {
      problems.add(place.placeOf("listen"), e);
      return null;
    }
  }

  private boolean autoCutover() {
    return choice("cutover", CUTOVER, "manual").equals("auto");
  }

  /** One word of those allowed. */
  private String choice(String key, List<String> allowed, String usual) {
    Section place = holder(key);
    String text = place.text(key).orElse(usual);
    if (!allowed.contains(text)) {
      problems.add(
          place.placeOf(key),
          ErrorCode.BAD_CONFIGURATION,
          "'" + key + "' is " + String.join(" or ", allowed));
    }
    return text;
  }

  private String window() {
    String text = shared("window");
    try {
      CutoverWindow.parse(text);
    } catch (IllegalArgumentException e) {
      problems.add(
          holder("window").placeOf("window"),
          ErrorCode.BAD_CONFIGURATION,
          "'window': " + e.getMessage());
    }
    return text;
  }

  private Gates gates() {
    Section mine = budget(own);
    Section shared = budget(defaults);
    Gates usual = Gates.DEFAULT;
    Section place = holder("unmovable");
    UnmovableSection unmovable =
        new UnmovableSection(place.node("unmovable").orElse(null), problems);
    return new Gates(
        number(mine, shared, "lagMillis", 1, usual.lagMillisMax()),
        number(mine, shared, "drainMillis", 1, usual.drainMillisMax()),
        number(mine, shared, "holdMillis", 1, usual.holdMillisMax()),
        number(mine, shared, "sequenceMarginCalls", 0, usual.sequenceMarginCalls()),
        Math.toIntExact(number(mine, shared, "cutoverAttempts", 1, usual.cutoverAttempts())),
        unmovable.usual(),
        unmovable.own());
  }

  private SchemaChoices schema() {
    YamlNode node = holder("schema").node("schema").orElse(null);
    if (node == null) {
      return SchemaChoices.NONE;
    }
    SchemaChoices choices = new SchemaSection(node, problems).choices();
    if (!choices.profile().isEmpty() && !SchemaChoices.PROFILES.contains(choices.profile())) {
      problems.add(
          node.place(),
          ErrorCode.BAD_CONFIGURATION,
          "'profile' is one of " + String.join(", ", SchemaChoices.PROFILES));
    }
    return choices;
  }

  private Section budget(Section section) {
    Optional<YamlNode> node = section.node("budget");
    return node.map(n -> Section.of(n, BUDGET, problems)).orElse(Section.empty(problems));
  }

  private static long number(Section mine, Section shared, String key, long min, long usual) {
    return mine.number(key, min).or(() -> shared.number(key, min)).orElse(usual);
  }

  private String shared(String key) {
    return holder(key).text(key).orElse("");
  }

  private Section holder(String key) {
    return own.node(key).isPresent() ? own : defaults;
  }

  private void missing(String key) {
    if (own.node(key).isEmpty() && defaults.node(key).isEmpty()) {
      problems.add(own.place(), ErrorCode.BAD_CONFIGURATION, "'" + key + "' is missing");
    }
  }
}
