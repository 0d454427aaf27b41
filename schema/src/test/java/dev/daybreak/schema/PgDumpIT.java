package dev.daybreak.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Pairing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What pg_dump prints of source and target is the same, for the whole corpus. */
class PgDumpIT {
  @Test
  void printsTheSameOfBothSides() {
    int newest = newestReadable();
    assertThat(disagreements(newest, newest)).isEmpty();
  }

  @Test
  @Tag("matrix")
  void printsTheSameOfEveryOlderSource() {
    int newest = newestReadable();
    List<String> different = new ArrayList<>();
    for (int major = 14; major < newest; major++) {
      if (release(major).isAvailable()) {
        different.addAll(disagreements(major, newest));
      }
    }
    assertThat(different).isEmpty();
  }

  private static int newestReadable() {
    assumeTrue(PgDump.major().isPresent(), "pg_dump is not installed");
    int newest =
        Arrays.stream(ServerRelease.values())
            .filter(ServerRelease::isAvailable)
            .mapToInt(ServerRelease::major)
            .filter(major -> major <= PgDump.major().orElseThrow())
            .max()
            .orElse(0);
    assumeTrue(newest >= 14, "pg_dump " + PgDump.major() + " reads none of our servers");
    return newest;
  }

  private static ServerRelease release(int major) {
    return ServerRelease.valueOf("PG" + major);
  }

  private static List<String> disagreements(int source, int target) {
    String name = "dumped" + source;
    Pairing pairing = Corpus.pairing(release(source), release(target), name);
    try {
      new RoundTrip(pairing, name).arrivesWithoutDifference();
      return compare(PgDump.entries(pairing.source()), PgDump.entries(pairing.target()));
    } finally {
      Corpus.remove(pairing, name);
    }
  }

  private static List<String> compare(
      SortedMap<String, String> source, SortedMap<String, String> target) {
    assertThat(source.size()).isGreaterThan(500);
    TreeSet<String> names = new TreeSet<>(source.keySet());
    names.addAll(target.keySet());
    return names.stream()
        .filter(name -> !source.getOrDefault(name, "").equals(target.getOrDefault(name, "")))
        .map(name -> name + "\n" + source.get(name) + "\n>>>\n" + target.get(name))
        .toList();
  }
}
