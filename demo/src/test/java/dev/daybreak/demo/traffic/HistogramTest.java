package dev.daybreak.demo.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HistogramTest {
  @Test
  void quantilesAreAtMostAQuarterTooHigh() {
    for (long micros = 1; micros < 200_000_000L; micros = micros * 3 / 2 + 1) {
      Histogram histogram = new Histogram();
      histogram.add(micros * 1_000);
      histogram.add(3_600_000_000_000L);
      double median = histogram.quantileMillis(0.5) * 1_000;
      assertThat(median).as(micros + " µs").isBetween((double) micros, micros * 1.25 + 1);
    }
  }

  @Test
  void theLastQuantileIsTheMaximum() {
    Histogram histogram = new Histogram();
    assertThat(histogram.quantileMillis(0.99)).isZero();
    for (int i = 1; i <= 100; i++) {
      histogram.add(i * 1_000_000L);
    }
    assertThat(histogram.count()).isEqualTo(100);
    assertThat(histogram.maxMillis()).isEqualTo(100);
    assertThat(histogram.quantileMillis(1)).isEqualTo(100);
    assertThat(histogram.quantileMillis(0.5)).isBetween(50.0, 63.0);
  }
}
