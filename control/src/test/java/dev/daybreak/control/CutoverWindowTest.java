package dev.daybreak.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CutoverWindowTest {
  // 2026-11-21 is a Saturday; Zurich is one hour ahead of UTC then, two in July.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Sat 22:00-Sun 02:00 UTC                  | 2026-11-21T22:00:00Z | true",
        "Sat 22:00-Sun 02:00 UTC                  | 2026-11-21T21:59:59Z | false",
        "Sat 22:00-Sun 02:00 UTC                  | 2026-11-22T01:59:59Z | true",
        "Sat 22:00-Sun 02:00 UTC                  | 2026-11-22T02:00:00Z | false",
        "Sat 22:00-Sun 02:00                      | 2026-11-28T23:00:00Z | true",
        "Sat 22:00-Sun 02:00 Europe/Zurich        | 2026-11-21T21:00:00Z | true",
        "Sat 22:00-Sun 02:00 Europe/Zurich        | 2026-07-18T20:00:00Z | true",
        "Sat 22:00-Sun 02:00 Europe/Zurich        | 2026-07-18T19:59:00Z | false",
        "Sun 23:00-Mon 01:00 UTC                  | 2026-11-22T23:30:00Z | true",
        "Sun 23:00-Mon 01:00 UTC                  | 2026-11-23T00:59:00Z | true",
        "Sun 23:00-Mon 01:00 UTC                  | 2026-11-23T01:00:00Z | false",
        "Tue 09:00-10:00 UTC                      | 2026-11-24T09:30:00Z | true",
        "Tue 09:00-10:00 UTC                      | 2026-11-25T09:30:00Z | false",
        "23:00-01:00 UTC                          | 2026-11-25T00:30:00Z | true",
        "23:00-01:00 UTC                          | 2026-11-25T23:30:00Z | true",
        "23:00-01:00 UTC                          | 2026-11-25T12:00:00Z | false",
        "02:00-04:30, Sun 12:00-14:00 UTC         | 2026-11-22T13:00:00Z | true",
        "02:00-04:30, Sun 12:00-14:00 UTC         | 2026-11-23T13:00:00Z | false",
        "02:00-04:30, Sun 12:00-14:00 UTC         | 2026-11-23T03:00:00Z | true",
        "''                                       | 2026-11-23T03:00:00Z | true",
      })
  void isOpenWhenItSays(String window, Instant at, boolean open) {
    assertThat(CutoverWindow.parse(window).contains(at)).isEqualTo(open);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "weekend",
        "Sat-Sun",
        "Sat 25:00-Sun 02:00",
        "Sxt 22:00-Sun 02:00",
        "22:00-Sun 02:00",
        "Sat 22:00-Sun 02:00 Mars/Crater",
        "Sat 22:00-Sun 02:00,",
        "Sat 22:00",
      })
  void refusesWhatItCannotRead(String window) {
    assertThatThrownBy(() -> CutoverWindow.parse(window))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + window + "' is no window");
  }

  @Test
  void anEmptyWindowIsAlwaysOpen() {
    assertThat(CutoverWindow.parse(" ").contains(Instant.EPOCH)).isTrue();
  }
}
