package dev.daybreak.validate.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CopyRowTest {
  private static CopyRow parse(int columns, String line) {
    CopyRow row = new CopyRow(columns);
    row.parse((line + "\n").getBytes(StandardCharsets.UTF_8));
    return row;
  }

  @Test
  void nullEmptyAndTheTextOfNullAreThreeThings() {
    CopyRow row = parse(4, "\\N\t\t\\\\N\tNULL");
    assertThat(row.text(0)).isNull();
    assertThat(row.text(1)).isEmpty();
    assertThat(row.text(2)).isEqualTo("\\N");
    assertThat(row.text(3)).isEqualTo("NULL");
  }

  @Test
  void escapesAreUndone() {
    CopyRow row = parse(2, "a\\tb\\nc\\rd\\\\\\b\\f\\v\té");
    assertThat(row.text(0)).isEqualTo("a\tb\nc\rd\\\b\f\u000b");
    assertThat(row.text(1)).isEqualTo("é");
  }

  @Test
  void aRowMayBeReusedAfterALongerOne() {
    CopyRow row = new CopyRow(2);
    row.parse("long\\\\\tx\n".getBytes(StandardCharsets.UTF_8));
    row.parse("\t\\N\n".getBytes(StandardCharsets.UTF_8));
    assertThat(row.text(0)).isEmpty();
    assertThat(row.isNull(1)).isTrue();
  }

  @Test
  void anotherNumberOfFieldsIsRefused() {
    assertThatThrownBy(() -> parse(2, "a")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> parse(2, "a\tb\tc")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> parse(1, "\\N\tb")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> parse(0, "a")).isInstanceOf(IllegalStateException.class);
  }
}
