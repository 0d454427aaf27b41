package dev.daybreak.app.config;

import dev.daybreak.kernel.error.ErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One mapping of a file with the keys it may have. Unknown, repeated and badly typed ones become
 * problems; reading goes on.
 */
final class Section {
  private final Map<String, YamlNode> values = new HashMap<>();
  private final Place place;
  private final Problems problems;

  private Section(Place place, Problems problems) {
    this.place = place;
    this.problems = problems;
  }

  /** The section a node holds; an empty one, with a problem, when it is not a mapping. */
  static Section of(YamlNode node, List<String> known, Problems problems) {
    Section section = new Section(node.place(), problems);
    if (node instanceof YamlNode.Mapping mapping) {
      mapping.entries().forEach(entry -> section.take(entry, known));
    } else {
      problems.add(
          node.place(), ErrorCode.BAD_CONFIGURATION, "keys and values belong here: " + known);
    }
    return section;
  }

  /** A section without keys. */
  static Section empty(Problems problems) {
    return new Section(new Place(1, 1), problems);
  }

  private void take(YamlNode.Entry entry, List<String> known) {
    if (!known.contains(entry.key())) {
      problems.add(
          entry.place(),
          ErrorCode.UNKNOWN_KEY,
          "unknown key '" + entry.key() + "'" + Nearest.hint(entry.key(), known));
    } else if (values.putIfAbsent(entry.key(), entry.value()) != null) {
      problems.add(
          entry.place(), ErrorCode.DUPLICATE_KEY, "'" + entry.key() + "' stands here twice");
    }
  }

  Place place() {
    return place;
  }

  /** Where a key's value stands, or the section itself. */
  Place placeOf(String key) {
    YamlNode node = values.get(key);
    return node == null ? place : node.place();
  }

  Optional<YamlNode> node(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** The text of a key; empty, with a problem, when it is a list or a mapping or has no value. */
  Optional<String> text(String key) {
    YamlNode node = values.get(key);
    if (node == null) {
      return Optional.empty();
    }
    if (node instanceof YamlNode.Scalar scalar && !scalar.absent()) {
      return Optional.of(scalar.text());
    }
    problems.add(node.place(), ErrorCode.BAD_CONFIGURATION, "'" + key + "' wants a single value");
    return Optional.empty();
  }

  /** A list of single values; empty when the key is not there. */
  List<String> texts(String key) {
    YamlNode node = values.get(key);
    if (node == null) {
      return List.of();
    }
    if (node instanceof YamlNode.Sequence list
        && list.items().stream().allMatch(YamlNode.Scalar.class::isInstance)) {
      return list.items().stream().map(item -> ((YamlNode.Scalar) item).text()).toList();
    }
    problems.add(node.place(), ErrorCode.BAD_CONFIGURATION, "'" + key + "' wants a list of values");
    return List.of();
  }

  /** {@code true} or {@code false}. */
  Optional<Boolean> flag(String key) {
    Optional<String> text = text(key);
    if (text.isPresent() && !text.get().equals("true") && !text.get().equals("false")) {
      problems.add(placeOf(key), ErrorCode.BAD_CONFIGURATION, "'" + key + "' is true or false");
    }
    return text.map(Boolean::parseBoolean);
  }

  /** A whole number from {@code min} to 999999999. */
  Optional<Long> number(String key, long min) {
    Optional<String> text = text(key);
    if (text.isPresent() && text.get().matches("[0-9]{1,9}")) {
      long number = Long.parseLong(text.get());
      if (number >= min) {
        return Optional.of(number);
      }
    }
    text.ifPresent(
        wrong ->
            problems.add(
                placeOf(key),
                ErrorCode.BAD_CONFIGURATION,
                "'" + key + "' wants a whole number from " + min + " to 999999999"));
    return Optional.empty();
  }
}
