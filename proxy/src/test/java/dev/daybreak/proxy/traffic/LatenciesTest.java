package dev.daybreak.proxy.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  @Test
  void percentilesAreAtMostAnEighthTooHigh() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int run = 0; run < 50; run++) {
      Latencies latencies = new Latencies();
      long[] exact = new long[1 + random.nextInt(2_000)];
      for (int i = 0; i < exact.length; i++) {
        exact[i] = 1_024 + (long) Math.exp(random.nextDouble() * 28);
        latencies.add(exact[i]);
      }
      Arrays.sort(exact);
      assertThat(latencies.count()).isEqualTo(exact.length);
      for (double share : new double[] {0.01, 0.5, 0.9, 0.99, 1}) {
        long value = exact[Math.max(1, (int) Math.ceil(exact.length * share)) - 1];
        assertThat(latencies.percentile(share))
            .as("seed %d share %f", seed, share)
            .isBetween(value, value + value / 8 + 1);
      }
    }
  }

  @Test
  void theExtremesAreCountedToo() {
    Latencies latencies = new Latencies();
    assertThat(latencies.percentile(0.5)).isZero();
    latencies.add(0);
    latencies.add(Long.MAX_VALUE);
    assertThat(latencies.count()).isEqualTo(2);
    assertThat(latencies.countUpTo(1, TimeUnit.MILLISECONDS)).isEqualTo(1);
  }
}
