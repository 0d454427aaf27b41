package dev.daybreak.proxy.auth;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code pg_authid.rolpassword} holds of a role. */
public sealed interface Verifier {
  /** A SCRAM verifier (PostgreSQL manual, section 53.8). Never prints its keys. */
  record Scram(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey)
      implements Verifier {
    @Override
    public String toString() {
      return "scram verifier ***";
    }
  }

  /** An MD5 password: {@code md5} and 32 hex digits. */
  record Md5(String stored) implements Verifier {
    @Override
    public String toString() {
      return "md5 verifier ***";
    }
  }

  Pattern SCRAM_FORM = Pattern.compile("SCRAM-SHA-256\\$(\\d{1,9}):([^$:]+)\\$([^$:]+):([^$:]+)");
  Pattern MD5_FORM = Pattern.compile("md5[0-9a-f]{32}");

  /** Reads the stored form; empty when it is in no form we know. */
  static Optional<Verifier> parse(String stored) {
    Matcher scram = SCRAM_FORM.matcher(stored);
    if (scram.matches()) {
      return Optional.of(
          new Scram(
              Integer.parseInt(scram.group(1)),
              ScramMath.unbase64(scram.group(2)),
              ScramMath.unbase64(scram.group(3)),
              ScramMath.unbase64(scram.group(4))));
    }
    String lower = stored.toLowerCase(Locale.ROOT);
    return MD5_FORM.matcher(lower).matches() ? Optional.of(new Md5(lower)) : Optional.empty();
  }
}
