package dev.daybreak.app.config;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.route.Unmovable;
import dev.daybreak.kernel.route.UnmovablePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The key {@code unmovable}: one word for all sessions that cannot be moved, or a mapping from what
 * keeps them to a word, where {@code other} stands for what is not named.
 */
final class UnmovableSection {
  private static final String OTHER = "other";
  private static final Map<String, UnmovablePolicy> WORDS =
      Map.of("wait", UnmovablePolicy.WAIT, "end", UnmovablePolicy.END);

  private final Problems problems;
  private final Map<String, UnmovablePolicy> own = new TreeMap<>();
  private UnmovablePolicy usual = UnmovablePolicy.WAIT;

  /**
   * @param node the key's value; null when it is not there
   */
  UnmovableSection(@Nullable YamlNode node, Problems problems) {
    this.problems = problems;
    if (node instanceof YamlNode.Mapping) {
      reasons(node);
    } else if (node != null) {
      usual = word(node);
    }
  }

  private void reasons(YamlNode node) {
    List<String> known = new ArrayList<>(Unmovable.REASONS);
    known.add(OTHER);
    Section section = Section.of(node, known, problems);
    for (String reason : known) {
      section.node(reason).ifPresent(value -> own.put(reason, word(value)));
    }
    UnmovablePolicy other = own.remove(OTHER);
    usual = other == null ? usual : other;
  }

  private UnmovablePolicy word(YamlNode node) {
    String text = node instanceof YamlNode.Scalar scalar ? scalar.text() : "";
    UnmovablePolicy policy = WORDS.get(text);
    if (policy == null) {
      problems.add(
          node.place(),
          ErrorCode.BAD_CONFIGURATION,
          "'unmovable' is wait or end, or a mapping to these from: "
              + String.join(", ", Unmovable.REASONS)
              + ", "
              + OTHER);
      return UnmovablePolicy.WAIT;
    }
    return policy;
  }

  /** For reasons that are not named. */
  UnmovablePolicy usual() {
    return usual;
  }

  /** For those that are. */
  Map<String, UnmovablePolicy> own() {
    return own;
  }
}
