package dev.daybreak.proxy.auth;

import java.util.Arrays;

/**
 * What the proxy has learnt from a client's own login and can log in to either server with. Lives
 * in memory only and never prints.
 */
public sealed interface Credentials {
  /** Nothing: the server trusted the client. */
  record Absent() implements Credentials {}

  /** The stored form of an MD5 password: {@code md5} and 32 hex digits. */
  record Md5(String stored) implements Credentials {
    @Override
    public String toString() {
      return "md5 ***";
    }
  }

  /** The password itself. */
  record Password(byte[] text) implements Credentials {
    public Password {
      text = text.clone();
    }

    @Override
    public String toString() {
      return "password ***";
    }
  }

  /** The SCRAM keys, good wherever the role has the same verifier. */
  record ScramKeys(Verifier.Scram verifier, byte[] clientKey) implements Credentials {
    public ScramKeys {
      clientKey = clientKey.clone();
    }

    /** Whether a server with this salt and iteration count can hold the same verifier. */
    boolean fits(byte[] salt, int iterations) {
      return iterations == verifier.iterations() && Arrays.equals(salt, verifier.salt());
    }

    @Override
    public String toString() {
      return "scram ***";
    }
  }
}
