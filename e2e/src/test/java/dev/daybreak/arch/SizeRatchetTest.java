package dev.daybreak.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing grows over a limit of the style guide; what once did is listed, and only shrinks. */
class SizeRatchetTest {
  /** How many known offenders the list may hold. Lower it when the list shrinks; never raise it. */
  private static final int LISTED_MAX = 0;

  @Test
  void nothingGrowsOverALimit() {
    Map<String, Integer> listed = listed();
    assertThat(listed).as("size-ratchet.txt only shrinks").hasSizeLessThanOrEqualTo(LISTED_MAX);
    List<Path> sources = House.sources();
    assertThat(sources).isNotEmpty();
    assertThat(judge(listed, Sizes.offenders(House.root(), sources))).isEmpty();
  }

  @Test
  void aLongMethodAnotherParameterADeepBranchAndAWideLineAreCaught(@TempDir Path folder) {
    String filler = "    int a;\n".repeat(59);
    String source =
        "package p;\nclass Offender {\n  void longer() {\n"
            + filler
            + "  }\n  void wide(int a, int b, int c, int d, int e, int f, int g) {}\n"
            + "  void deep() { for (;;) { if (a) { try { while (b) { } } finally { } } } }\n"
            + ("// " + "x".repeat(98) + "\n")
            + "}\n";
    Path file = Planted.write(folder, "p.Offender", source);
    assertThat(Sizes.offenders(folder, List.of(file)))
        .containsOnly(
            Map.entry("method-lines p/Offender.java#longer", 61),
            Map.entry("parameters p/Offender.java#wide", 7),
            Map.entry("nesting p/Offender.java#deep", 4),
            Map.entry("line-columns p/Offender.java", 101));
  }

  @Test
  void aLongFileAndACrowdedPackageAreCaught(@TempDir Path folder) {
    List<Path> files = new ArrayList<>();
    for (int i = 1; i <= 26; i++) {
      String text = "package p;\nclass T" + i + " {\n" + (i == 1 ? "\n".repeat(498) : "") + "}\n";
      files.add(Planted.write(folder, "p.T" + i, text));
    }
    assertThat(Sizes.offenders(folder, files))
        .containsOnly(Map.entry("file-lines p/T1.java", 501), Map.entry("types-per-package p", 26));
  }

  @Test
  void whatIsWithinTheLimitsIsNotNamed(@TempDir Path folder) {
    String source =
        """
        package p;
        record Fine(int a, int b, int c, int d, int e, int f, int g) {
          Fine { a = 1; }
          void chain(int a, int b, int c, int d, int e, int f) {
            if (a > 0) { a(); } else if (b > 0) { b(); } else if (c > 0) {
              try { for (;;) { } } finally { }
            }
          }
        }
        """;
    Path file = Planted.write(folder, "p.Fine", source);
    assertThat(Sizes.offenders(folder, List.of(file))).isEmpty();
  }

  @Test
  void aListedOffenderMayStayButNotGrowAndMustLeaveTheListWhenMended() {
    Map<String, Integer> listed = Map.of("file-lines a/B.java", 510);
    assertThat(judge(listed, Map.of("file-lines a/B.java", 510))).isEmpty();
    assertThat(judge(listed, Map.of("file-lines a/B.java", 511)))
        .singleElement()
        .asString()
        .contains("511", "at most 510");
    assertThat(judge(listed, Map.of())).singleElement().asString().contains("take it off the list");
    assertThat(judge(listed, Map.of("file-lines a/B.java", 505)))
        .singleElement()
        .asString()
        .contains("write 505");
  }

  private static List<String> judge(Map<String, Integer> listed, Map<String, Integer> measured) {
    List<String> complaints = new ArrayList<>();
    measured.forEach(
        (subject, value) -> {
          Limit limit = Limit.of(subject.substring(0, subject.indexOf(' ')));
          int most = listed.getOrDefault(subject, limit.most());
          if (value > most) {
            complaints.add(
                subject + " is " + value + ", at most " + most + "; to mend: " + limit.remedy());
          }
        });
    listed.forEach(
        (subject, value) -> {
          int now = measured.getOrDefault(subject, 0);
          if (now < value) {
            String change = now == 0 ? "take it off the list" : "write " + now;
            complaints.add(subject + " has shrunk from " + value + ": " + change);
          }
        });
    return complaints;
  }

  private static Map<String, Integer> listed() {
    Map<String, Integer> listed = new TreeMap<>();
    try (InputStream stream = SizeRatchetTest.class.getResourceAsStream("size-ratchet.txt")) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      text.lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(
              line -> {
                int space = line.lastIndexOf(' ');
                listed.put(line.substring(0, space), Integer.parseInt(line.substring(space + 1)));
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return listed;
  }
}
