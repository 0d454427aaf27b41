package dev.daybreak.app.config;

import java.util.List;

/** A piece of a YAML file that knows where it stands. */
sealed interface YamlNode {
  Place place();

  /**
   * A single value.
   *
   * @param text as written, quotes removed
   * @param absent whether nothing, or null, was written
   */
  record Scalar(Place place, String text, boolean absent) implements YamlNode {}

  /** A list. */
  record Sequence(Place place, List<YamlNode> items) implements YamlNode {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /** Keys and values in the order written; a key may stand twice. */
  record Mapping(Place place, List<Entry> entries) implements YamlNode {
    public Mapping {
      entries = List.copyOf(entries);
    }
  }

  /** One key of a mapping, with the place of the key. */
  record Entry(Place place, String key, YamlNode value) {}
}
