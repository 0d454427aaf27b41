package dev.daybreak.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.testkit.TestServers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What pg_dump prints of source and target is the same, for the whole corpus. Servers print some
 * expressions in another way once they have read their own print, so an entry may also read as it
 * does in a database that psql made from pg_dump's output.
 */
class PgDumpIT {
  private static final int OLDEST_TARGET = 15;

  /** What comes after the cutover. */
  private static final Pattern LATE =
      Pattern.compile("; Type: (PUBLICATION|EVENT TRIGGER)|Name: (PUBLICATION|EVENT TRIGGER) ");

  /** Entries that differ, each for the reason above it. */
  private static final List<String> PROMISED =
      List.of(
          // SCH-INHERITED-ORDER: the columns keep their order and become the table's own.
          "-- Name: ab; Type: TABLE; Schema: inheritance; Owner: postgres",
          "-- Name: ab later; Type: DEFAULT; Schema: inheritance; Owner: postgres",
          "-- Name: ab x; Type: DEFAULT; Schema: inheritance; Owner: postgres",
          "-- Name: abc; Type: TABLE; Schema: inheritance; Owner: postgres",
          "-- Name: abc later; Type: DEFAULT; Schema: inheritance; Owner: postgres",
          "-- Name: abc x; Type: DEFAULT; Schema: inheritance; Owner: postgres",
          // An operator knows its partner although only the other one of the two was told.
          "-- Name: <!%>; Type: OPERATOR; Schema: Ident.if;i\"ers 'é'; Owner: postgres",
          "-- Name: |>=|; Type: OPERATOR; Schema: classes; Owner: postgres",
          "-- Name: |>|; Type: OPERATOR; Schema: classes; Owner: postgres",
          // SCH-TRANSFORM, SCH-SHELL-TYPE, SCH-TEXT-SEARCH-PARSER, SCH-TEXT-SEARCH-TEMPLATE,
          // SCH-LANGUAGE, SCH-ACCESS-METHOD, SCH-SUBSCRIPTION: reported, not moved.
          "-- Name: TRANSFORM FOR integer LANGUAGE sql; Type: TRANSFORM; Schema: -; Owner: -",
          "-- Name: announced; Type: TYPE; Schema: reported; Owner: postgres",
          "-- Name: parser; Type: TEXT SEARCH PARSER; Schema: reported; Owner: -",
          "-- Name: template; Type: TEXT SEARCH TEMPLATE; Schema: reported; Owner: -",
          "-- Name: reported Language; Type: PROCEDURAL LANGUAGE; Schema: -; Owner: postgres",
          "-- Name: reported_am; Type: ACCESS METHOD; Schema: -; Owner: -",
          "-- Name: reported_sub; Type: SUBSCRIPTION; Schema: -; Owner: postgres",
          // SCH-SECRET-OPTION: what may be a secret is not copied.
          "-- Name: secretive; Type: SERVER; Schema: -; Owner: postgres",
          "-- Name: USER MAPPING public SERVER far away; Type: USER MAPPING; Schema: -;"
              + " Owner: %s_owner",
          // Views that need each other: pg_dump breaks the circle at one or the other.
          "-- Name: a; Type: VIEW; Schema: circles; Owner: postgres",
          "-- Name: a _RETURN; Type: RULE; Schema: circles; Owner: postgres",
          "-- Name: b; Type: VIEW; Schema: circles; Owner: postgres",
          "-- Name: b _RETURN; Type: RULE; Schema: circles; Owner: postgres");

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
    for (int major = 12; major < newest; major++) {
      if (release(major).isAvailable()) {
        different.addAll(disagreements(major, newest));
      }
    }
    assertThat(different).isEmpty();
  }

  @Test
  @Tag("matrix")
  void printsTheSameOfEveryWholeSchema() {
    int newest = newestReadable();
    ServerRelease release = release(newest);
    List<String> different = new ArrayList<>();
    for (Trap schema : Trap.whole().stream().filter(Trap::isWanted).toList()) {
      String name = "dumped" + schema.name();
      Pairing pairing = Corpus.pairing(release, release, name, schema);
      different.addAll(disagreements(pairing, release, name));
    }
    assertThat(different).isEmpty();
  }

  private static int newestReadable() {
    assumeTrue(PgDump.major().isPresent(), "pg_dump and psql are not installed");
    int newest =
        Arrays.stream(ServerRelease.values())
            .filter(ServerRelease::isAvailable)
            .mapToInt(ServerRelease::major)
            .filter(major -> major <= PgDump.major().orElseThrow())
            .max()
            .orElse(0);
    assumeTrue(newest >= OLDEST_TARGET, "pg_dump " + PgDump.major() + " reads no server of ours");
    return newest;
  }

  private static ServerRelease release(int major) {
    return ServerRelease.valueOf("PG" + major);
  }

  private static List<String> disagreements(int source, int target) {
    String name = "dumped" + source;
    Pairing pairing = Corpus.pairing(release(source), release(target), name);
    return disagreements(pairing, release(target), name);
  }

  private static List<String> disagreements(Pairing pairing, ServerRelease target, String name) {
    Endpoint restored = TestServers.database(target, name + " restored");
    try {
      new RoundTrip(pairing, name).arrivesWithoutDifference();
      PgDump.copy(pairing.source(), restored);
      return compare(pairing, restored, name);
    } finally {
      Corpus.drop(restored);
      Corpus.remove(pairing, name);
    }
  }

  private static List<String> compare(Pairing pairing, Endpoint restored, String roles) {
    SortedMap<String, String> source = PgDump.entries(pairing.source());
    SortedMap<String, String> target = PgDump.entries(pairing.target());
    SortedMap<String, String> again = PgDump.entries(restored);
    assertThat(source.size()).as(roles).isGreaterThan(60);
    TreeSet<String> names = new TreeSet<>(source.keySet());
    names.addAll(target.keySet());
    names.remove("");
    names.removeIf(name -> LATE.matcher(name).find());
    PROMISED.forEach(promised -> names.remove(promised.replace("%s", roles)));
    return names.stream()
        .filter(name -> !target.getOrDefault(name, "").equals(source.getOrDefault(name, "")))
        .filter(name -> !target.getOrDefault(name, "").equals(again.getOrDefault(name, "")))
        .map(name -> name + "\n" + source.get(name) + "\n>>>\n" + target.get(name))
        .toList();
  }
}
