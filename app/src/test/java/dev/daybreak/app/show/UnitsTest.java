package dev.daybreak.app.show;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnitsTest {
  @Test
  void numbersReadAsPeopleWriteThem() {
    assertThat(Units.count(1_234_567)).isEqualTo("1,234,567");
    assertThat(Units.bytes(1_023)).isEqualTo("1023 B");
    assertThat(Units.bytes(1_536)).isEqualTo("1.5 kB");
    assertThat(Units.bytes(5L << 30)).isEqualTo("5.0 GB");
    assertThat(Units.seconds(-1)).isEqualTo("-");
    assertThat(Units.seconds(59)).isEqualTo("59s");
    assertThat(Units.seconds(125)).isEqualTo("2m05s");
    assertThat(Units.seconds(3_725)).isEqualTo("1h02m");
    assertThat(Units.millis(999)).isEqualTo("999ms");
    assertThat(Units.millis(1_250)).isEqualTo("1.3s");
    assertThat(HtmlReport.escape("<a href=\"x\">&")).isEqualTo("&lt;a href=&quot;x&quot;&gt;&amp;");
  }
}
