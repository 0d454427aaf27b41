package dev.daybreak.validate.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferenceClassTest {
  @ParameterizedTest
  @CsvSource({
    "numeric,1.10,1.1,PRECISION",
    "numeric,0.611111104488373,0.611111,PRECISION",
    "integer,5,6,OTHER",
    "bigint,3000000000,2147483647,RANGE",
    "numeric,NaN,0,RANGE",
    "text,schön,schÃ¶n,ENCODING",
    "text,schön,sch?n,ENCODING",
    "text,abcdef,abc,TRUNCATION",
    "'character varying(3)',abc,a,TRUNCATION",
    "text,a,b,OTHER",
    "date,infinity,9999-12-31,RANGE",
    "date,2026-01-01,2026-01-02,OTHER",
    "'timestamp without time zone',2026-03-29 02:30:00,2026-03-29 01:30:00,TIMEZONE",
    "'timestamp(3) without time zone',2026-03-29 02:30:00.1234,2026-03-29 02:30:00.123,PRECISION",
    "'timestamp without time zone',2026-03-29 02:30:00,2026-03-29 02:31:00,OTHER"
  })
  void namesWhatProbablyHappened(String type, String source, String target, DifferenceClass what) {
    assertThat(DifferenceClass.of(type, false, source, target)).isEqualTo(what);
  }
}
