package dev.daybreak.app.config;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.proxy.sample.SampleMode;
import dev.daybreak.proxy.sample.SampleOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How one database of a proxy file is sampled, its own keys before the shared defaults. */
final class SampleSection {
  /** Keys within {@code sample}. */
  static final List<String> KEYS = List.of("mode", "every", "bytesMax", "valueBytesMax", "redact");

  private final Section own;
  private final Section shared;
  private final Problems problems;

  SampleSection(Section own, Section shared, Problems problems) {
    this.problems = problems;
    this.own = sample(own);
    this.shared = sample(shared);
  }

  private Section sample(Section section) {
    Optional<YamlNode> node = section.node("sample");
    return node.map(n -> Section.of(n, KEYS, problems)).orElse(Section.empty(problems));
  }

  SampleOptions options() {
    SampleOptions usual = SampleOptions.OFF;
    try {
      return new SampleOptions(
          mode(),
          Math.toIntExact(number("every", 1, usual.every())),
          number("bytesMax", 65_536, usual.bytesMax()),
          Math.toIntExact(number("valueBytesMax", 0, usual.valueBytesMax())),
          holder("redact").texts("redact"));
    } catch (MigrationException e) {
      problems.add(holder("redact").placeOf("redact"), e);
      return usual;
    }
  }

  private SampleMode mode() {
    String text = holder("mode").text("mode").orElse("off");
    Optional<SampleMode> mode =
        Arrays.stream(SampleMode.values())
            .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(text))
            .findFirst();
    if (mode.isEmpty()) {
      problems.add(
          holder("mode").placeOf("mode"),
          ErrorCode.BAD_CONFIGURATION,
          "'mode' is off, statements or values");
    }
    return mode.orElse(SampleMode.OFF);
  }

  private long number(String key, long least, long usual) {
    return holder(key).number(key, least).orElse(usual);
  }

  private Section holder(String key) {
    return own.node(key).isPresent() ? own : shared;
  }
}
