package dev.daybreak.proxy.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.sample.SampleContext;
import dev.daybreak.kernel.sample.SampledStatement;
import dev.daybreak.kernel.sample.SampledValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recorder makes of executions, and its file. */
class RecorderTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901Z");
  private static final SampleContext CONTEXT =
      new SampleContext("Ü\"ser", "app 'x'", "a, \"B\"", "", true);

  @TempDir private Path directory;

  private Path file() {
    return SampleFile.of(directory.resolve("samples"), "shop@[::1]:1/x");
  }

  private static SampleOptions options(SampleMode mode, long bytesMax, String... redact) {
    return new SampleOptions(mode, 1, bytesMax, 40, List.of(redact));
  }

  private static Observation seen(String text, String failure, byte... bound) {
    String latin = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    Observation.Outcome outcome = new Observation.Outcome(10, 5_000, 3, failure, NOW);
    return new Observation(latin, "UTF8", false, new int[] {23}, bound, CONTEXT, outcome);
  }

  /** Records these executions and gives what the file then says. */
  private List<SampledStatement> record(SampleOptions options, Observation... all) {
    Sampler sampler = new Sampler(options);
    try (Recorder recorder = new Recorder("shop", file(), sampler)) {
      for (Observation one : all) {
        sampler.offer(one);
        recorder.work();
      }
    }
    return SampleFile.read(file());
  }

  @Test
  void tellsTextTypesContextAndCountsWithoutValues() throws Exception {
    List<SampledStatement> read =
        record(
            options(SampleMode.STATEMENTS, 1 << 20),
            seen("SELECT 'geheim', é FROM t WHERE a = $1 /* geheim */", ""),
            seen("SELECT 'anders', é FROM t WHERE a = $1", "22P02"));
    assertThat(read).singleElement();
    SampledStatement one = read.get(0);
    assertThat(SampleFile.shown(one)).isEqualTo("SELECT $2, é FROM t WHERE a = $1");
    assertThat(one.types()).containsExactly(23, 0);
    assertThat(one.context()).isEqualTo(CONTEXT);
    assertThat(one.executions()).isEmpty();
    assertThat(one.counts().executions()).isEqualTo(20);
    assertThat(one.counts().failures()).containsOnly(java.util.Map.entry("22P02", 1L));
    assertThat(one.counts().nanosMean()).isEqualTo(5_000);
    assertThat(one.counts().lastSeen()).isEqualTo(NOW);
    assertThat(Files.readString(file())).doesNotContain("geheim", "anders");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  /** Formats text, binary, text; values bytes, bytes, NULL, and one that is too long. */
  private static byte[] bound() {
    java.nio.ByteBuffer bytes = java.nio.ByteBuffer.allocate(200);
    bytes.putShort((short) 4).putShort((short) 0).putShort((short) 1).putInt(0);
    bytes.putShort((short) 4);
    bytes.putInt(3).put(new byte[] {(byte) 0xff, '"', '\n'});
    bytes.putInt(4).put(new byte[] {0, 1, (byte) 0x80, 'A'});
    bytes.putInt(-1);
    bytes.putInt(41).put(new byte[41]);
    return java.util.Arrays.copyOf(bytes.array(), bytes.position());
  }

  @Test
  void valuesKeepEveryByteWhereTheyAreAllowed() {
    List<SampledStatement> read =
        record(
            options(SampleMode.VALUES, 1 << 20),
            seen("SELECT $1, $2, $3, $4, 'lit''é'", "", bound()));
    assertThat(read.get(0).executions())
        .containsExactly(
            List.of(
                SampledValue.text("\u00ff\"\n"),
                SampledValue.binary("\0\u0001\u0080A"),
                SampledValue.NULL,
                SampledValue.OMITTED,
                SampledValue.text("lit'\u00c3\u00a9")));
  }

  @Test
  void secretsAndRedactedStatementsNeverKeepValues() throws Exception {
    List<SampledStatement> read =
        record(
            options(SampleMode.VALUES, 1 << 20, "from\\s+cards"),
            seen("ALTER ROLE joe PASSWORD 'hunter2'", ""),
            seen("ALTER ROLE joe password \"hunter2\"", "22000"),
            seen("CREATE USER joe ENCRYPTED PASSWORD $$hunter2$$ VALID UNTIL 'x'", ""),
            seen("DO $$ BEGIN ALTER ROLE joe PASSWORD 'hunter2'; END $$", ""),
            seen("CREATE SUBSCRIPTION s CONNECTION 'hunter2' PUBLICATION p", ""),
            seen("SELECT * FROM cards WHERE n = 'hunter2' AND a = $1", "", bound()),
            seen("SELEC 'hunter2 it's", "42601"));
    assertThat(read).hasSize(6);
    assertThat(read).allSatisfy(one -> assertThat(one.executions()).isEmpty());
    assertThat(SampleFile.shown(read.get(0))).isEqualTo("ALTER ROLE joe PASSWORD");
    assertThat(Files.readString(file())).doesNotContain("hunter2").contains("cards");
  }

  @Test
  void valuesOfAnEarlierTimeGoWhenTheyAreNoLongerAllowed() {
    record(options(SampleMode.VALUES, 1 << 20), seen("SELECT 'x'", ""));
    assertThat(SampleFile.read(file()).get(0).executions()).hasSize(1);
    List<SampledStatement> read = record(options(SampleMode.STATEMENTS, 1 << 20));
    assertThat(read.get(0).executions()).isEmpty();
    assertThat(read.get(0).counts().executions()).isEqualTo(10);
  }

  @Test
  void aTornLastLineIsPassedOverAndTheRestGoesOn() throws Exception {
    record(options(SampleMode.VALUES, 1 << 20), seen("SELECT 1", ""), seen("SELECT 'a'", ""));
    byte[] whole = Files.readAllBytes(file());
    for (int cut : new int[] {1, 2, 30, 100}) {
      Files.write(file(), java.util.Arrays.copyOf(whole, whole.length - cut));
      assertThat(SampleFile.read(file())).hasSize(1);
    }
    List<SampledStatement> read =
        record(options(SampleMode.VALUES, 1 << 20), seen("SELECT 1", ""), seen("SELECT 1.5", ""));
    assertThat(read).hasSize(2);
    assertThat(read.get(0).counts().executions()).isEqualTo(20);
  }

  @Test
  void aDamagedLineIsNamed() throws Exception {
    record(options(SampleMode.STATEMENTS, 1 << 20), seen("SELECT 1", ""));
    Files.writeString(file(), "{\"v\":1}\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> SampleFile.read(file()))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("line 2");
  }

  @Test
  void theFileStaysWithinItsBoundAndKeepsWhatWasSeenLast() throws Exception {
    long bytesMax = 64 << 10;
    Sampler sampler = new Sampler(options(SampleMode.VALUES, bytesMax));
    long largest = 0;
    try (Recorder recorder = new Recorder("shop", file(), sampler)) {
      for (int i = 0; i < 3_000; i++) {
        sampler.offer(seen("SELECT c" + i + " FROM t WHERE a = 'value " + i + "'", ""));
        recorder.work();
        largest = Math.max(largest, Files.size(file()));
      }
    }
    assertThat(largest).isBetween(bytesMax / 2, bytesMax);
    List<SampledStatement> read = SampleFile.read(file());
    assertThat(read).hasSizeGreaterThan(20);
    assertThat(read.get(read.size() - 1).text()).startsWith("SELECT c2999 ");
  }

  @Test
  void whatCannotBeWrittenEndsTheSamplingOnly() throws Exception {
    Files.writeString(directory.resolve("samples"), "no directory");
    assertStops();
  }

  @Test
  void aFullDiskEndsTheSamplingOnly() throws Exception {
    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(full), "needs /dev/full");
    Files.createDirectories(directory.resolve("samples"));
    Files.createSymbolicLink(file(), full);
    assertStops();
  }

  @Test
  void aFileThatAnotherWritesIsLeftAlone() throws IOException {
    try (SampleFile other = SampleFile.open(file())) {
      assertStops();
      assertThat(other.bytes()).isZero();
    }
  }

  private void assertStops() {
    Sampler sampler = new Sampler(options(SampleMode.STATEMENTS, 1 << 20));
    try (Recorder recorder = new Recorder("shop", file(), sampler)) {
      assertThat(sampler.on()).isTrue();
      sampler.offer(seen("SELECT 1", ""));
      recorder.work();
      assertThat(sampler.on()).isFalse();
      sampler.offer(seen("SELECT 1", ""));
      recorder.work();
      assertThat(sampler.dropped()).isEqualTo(1);
    }
  }
}
