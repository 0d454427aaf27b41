package dev.daybreak.app.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.daybreak.app.command.Daybreak;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see of a sample. */
class SampleCommandTest {
  private static final String LINE =
      "{\"v\":1,\"text\":\"%s\",\"encoding\":\"UTF8\",\"types\":[23,4294967295],"
          + "\"user\":\"joe\",\"application\":\"shop\",\"searchPath\":\"a, b\",\"role\":\"\","
          + "\"inTransaction\":true,\"count\":%d,\"sampled\":4,\"failures\":{\"23505\":3},"
          + "\"rowsMax\":7,\"nanosLeast\":1,\"nanosMost\":9,\"nanosSum\":8000000,"
          + "\"firstSeen\":\"2026-01-02T03:04:05Z\",\"lastSeen\":\"2026-01-02T03:04:06Z\","
          + "\"executions\":[[\"hidden\",null]],\"later\":{\"key\":[1.5]}}\n";

  @TempDir private Path data;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void write() throws IOException {
    Path samples = Files.createDirectories(data.resolve("samples"));
    Files.writeString(
        samples.resolve("shop.jsonl"),
        LINE.formatted("SELECT é", 5)
            + LINE.formatted("DELETE", 900)
            + LINE.formatted("DELETE", 77),
        java.nio.charset.StandardCharsets.UTF_8);
  }

  private int run(String... more) {
    String[] all = new String[more.length + 3];
    all[0] = "sample";
    all[1] = "--data";
    all[2] = data.toString();
    System.arraycopy(more, 0, all, 3, more.length);
    return Daybreak.run(new PrintWriter(out), new PrintWriter(err), all);
  }

  @Test
  void theLastLineOfAStatementCountsAndTheMostFrequentComesFirst() {
    assertThat(run()).isZero();
    assertThat(out.toString().lines())
        .satisfiesExactly(
            head -> assertThat(head).isEqualTo("shop: 2 statements"),
            names -> assertThat(names).contains("COUNT", "MEAN ms", "STATEMENT"),
            first -> assertThat(first).contains(" 77 ", " 2.000 ", " 3 ", "joe", "DELETE"),
            second -> assertThat(second).contains(" 5 ", "SELECT é"));
    assertThat(out.toString()).doesNotContain("hidden");
  }

  @Test
  void scriptsGetOneDocumentWithoutValues() throws Exception {
    assertThat(run("shop", "--json", "--top", "1")).isZero();
    JsonNode sample = new ObjectMapper().readTree(out.toString()).at("/samples/0");
    assertThat(sample.at("/name").asText()).isEqualTo("shop");
    assertThat(sample.at("/total").asInt()).isEqualTo(2);
    assertThat(sample.at("/statements")).hasSize(1);
    assertThat(sample.at("/statements/0/types/1").asLong()).isEqualTo(4294967295L);
    assertThat(sample.at("/statements/0/failures/23505").asInt()).isEqualTo(3);
    assertThat(sample.at("/statements/0/executionsKept").asInt()).isEqualTo(1);
    assertThat(out.toString()).doesNotContain("hidden");
  }

  @Test
  void aNameThatIsNotThereIsRefusedWithThoseThatAre() {
    assertThat(run("pay")).isEqualTo(2);
    assertThat(err.toString()).contains("no sample pay").contains("There are: shop");
  }
}
