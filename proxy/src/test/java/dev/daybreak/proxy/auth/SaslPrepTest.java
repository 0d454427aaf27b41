package dev.daybreak.proxy.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of RFC 4013 section 3, and what PostgreSQL takes as it is. */
class SaslPrepTest {
  private static String prepared(String password) {
    return new String(SaslPrep.prepare(password.getBytes(UTF_8)), UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "I\u00ADX, IX",
    "user, user",
    "USER, USER",
    "\u00AA, a",
    "\u2168, IX",
    "a\u00A0b, 'a b'",
    "u\u0308ber, \u00FCber",
    "\uFB01n, fin",
    "\u0627\u0661\u0628, \u0627\u0661\u0628"
  })
  void normalizes(String password, String wanted) {
    assertThat(prepared(password)).isEqualTo(wanted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0007\u00AA", "\u0627\u00AA1", "\u2168\uE000", "\u00AD"})
  void leavesWhatIsProhibitedAsItIs(String password) {
    assertThat(prepared(password)).isEqualTo(password);
  }

  @Test
  void leavesBytesThatAreNoTextAsTheyAre() {
    byte[] odd = {(byte) 0xff, (byte) 0xaa, 'x'};
    assertThat(SaslPrep.prepare(odd)).isEqualTo(odd);
  }
}
