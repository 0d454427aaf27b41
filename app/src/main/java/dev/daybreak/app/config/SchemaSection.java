package dev.daybreak.app.config;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.stage.SchemaChoices;
import dev.daybreak.kernel.stage.SchemaChoices.Acceptance;
import dev.daybreak.kernel.stage.SchemaChoices.ColumnType;
import dev.daybreak.kernel.stage.SchemaChoices.Credential;
import dev.daybreak.kernel.stage.SchemaChoices.Replacement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** The key {@code schema} of a database: what people decided about its objects. */
final class SchemaSection {
  /** Keys within {@code schema}. */
  static final List<String> KEYS =
      List.of("profile", "skip", "types", "replace", "accept", "logins");

  /** Keys of one of the {@code logins}. */
  static final List<String> LOGIN = List.of("user", "passwordEnv", "passwordFile");

  private final Section section;
  private final Problems problems;

  SchemaSection(YamlNode node, Problems problems) {
    this.section = Section.of(node, KEYS, problems);
    this.problems = problems;
  }

  SchemaChoices choices() {
    return new SchemaChoices(
        section.text("profile").orElse(""),
        texts("skip"),
        entries(
            "types", List.of("column", "type"), e -> new ColumnType(column(e), text(e, "type"))),
        entries(
            "replace",
            List.of("object", "sql"),
            e -> new Replacement(text(e, "object"), text(e, "sql"))),
        entries(
            "accept",
            List.of("finding", "object", "reason"),
            e -> new Acceptance(text(e, "finding"), text(e, "object"), text(e, "reason"))),
        logins());
  }

  /** Logins of applications: a password is never in the file. */
  private List<Credential> logins() {
    List<Credential> logins = new ArrayList<>();
    for (YamlNode item : items("logins")) {
      Section login = Section.of(item, LOGIN, problems);
      if (login.node("user").isEmpty()) {
        problems.add(login.place(), ErrorCode.BAD_CONFIGURATION, "'user' is missing");
      }
      try {
        String reference =
            PasswordSource.reference(
                "login",
                login.text("passwordEnv").orElse(null),
                login.text("passwordFile").orElse(null),
                Map.of());
        logins.add(new Credential(text(login, "user"), reference));
      } catch (MigrationException e) {
        problems.add(login.place(), e);
      }
    }
    return logins;
  }

  private static String column(Section entry) {
    return "column " + entry.text("column").orElse("");
  }

  private static String text(Section entry, String key) {
    return entry.text(key).orElse("");
  }

  private List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (YamlNode item : items(key)) {
      if (item instanceof YamlNode.Scalar scalar && !scalar.absent()) {
        texts.add(scalar.text());
      } else {
        problems.add(
            item.place(), ErrorCode.BAD_CONFIGURATION, "'" + key + "' wants names of objects");
      }
    }
    return texts;
  }

  /** A list of mappings, each with all of the keys. */
  private <T> List<T> entries(String key, List<String> keys, Function<Section, T> make) {
    List<T> entries = new ArrayList<>();
    for (YamlNode item : items(key)) {
      Section entry = Section.of(item, keys, problems);
      Stream<String> missing = keys.stream().filter(k -> entry.node(k).isEmpty());
      missing.forEach(
          k -> problems.add(entry.place(), ErrorCode.BAD_CONFIGURATION, "'" + k + "' is missing"));
      entries.add(make.apply(entry));
    }
    return entries;
  }

  private List<YamlNode> items(String key) {
    YamlNode node = section.node(key).orElse(null);
    if (node == null) {
      return List.of();
    }
    if (node instanceof YamlNode.Sequence list) {
      return list.items();
    }
    problems.add(node.place(), ErrorCode.BAD_CONFIGURATION, "'" + key + "' wants a list");
    return List.of();
  }
}
