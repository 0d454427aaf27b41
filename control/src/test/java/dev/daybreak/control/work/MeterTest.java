package dev.daybreak.control.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.kernel.stage.Progress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class MeterTest {
  private final HandClock clock = new HandClock();
  private final Meter meter = new Meter(clock);

  @Test
  void timeToGoFollowsWhatHasToBeReadAcrossActivities() {
    meter.report(bytes("primary keys", 1_000, 11_000));
    clock.advance(Duration.ofSeconds(10));
    meter.report(bytes("primary keys", 3_000, 11_000));
    meter.report(bytes("indexes", 6_000, 11_000));

    assertThat(meter.perSecond()).isEqualTo(500);
    assertThat(meter.etaSeconds()).isEqualTo(10);
  }

  @Test
  void anotherUnitOrAnEarlierPlaceBeginsAnew() {
    meter.report(new Progress.Step("copy", 50, 100, "rows", 0));
    clock.advance(Duration.ofSeconds(5));
    meter.report(bytes("indexes", 1_000, 2_000));
    assertThat(meter.etaSeconds()).isEqualTo(-1);

    clock.advance(Duration.ofSeconds(1));
    meter.report(bytes("indexes", 1_100, 2_000));
    assertThat(meter.perSecond()).isEqualTo(100);
    meter.report(bytes("indexes", 500, 2_000));
    assertThat(meter.etaSeconds()).isEqualTo(-1);
  }

  private static Progress.Step bytes(String activity, long done, long total) {
    return new Progress.Step(activity, done, total, Progress.BYTES, 0);
  }

  /** Goes on only when told to. */
  private static final class HandClock extends Clock {
    private Instant now = Instant.parse("2026-11-23T00:00:00Z");

    void advance(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
