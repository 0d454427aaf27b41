package dev.daybreak.proxy.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

/** MD5 password exchange (PostgreSQL manual, section 55.2.1). Pure and thread-safe. */
public final class Md5 {
  private Md5() {}

  /**
   * The answer to a server's salt, without the ending zero byte.
   *
   * @param stored {@code md5} and 32 hex digits
   */
  public static String answer(String stored, byte[] salt) {
    byte[] hex = stored.substring("md5".length()).getBytes(ISO_8859_1);
    byte[] both = java.util.Arrays.copyOf(hex, hex.length + salt.length);
    System.arraycopy(salt, 0, both, hex.length, salt.length);
    return "md5" + hex(both);
  }

  /** The stored form of a role's password. */
  public static String stored(byte[] password, String user) {
    byte[] name = user.getBytes(UTF_8);
    byte[] both = java.util.Arrays.copyOf(password, password.length + name.length);
    System.arraycopy(name, 0, both, password.length, name.length);
    return "md5" + hex(both);
  }

  /** A fresh salt. */
  public static byte[] salt() {
    byte[] salt = new byte[4];
    ScramMath.RANDOM.nextBytes(salt);
    return salt;
  }

  /** Compares without telling by its duration where two answers differ. */
  public static boolean same(String left, String right) {
    return MessageDigest.isEqual(left.getBytes(UTF_8), right.getBytes(UTF_8));
  }

  private static String hex(byte[] text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text));
    } catch (GeneralSecurityException e) {
      throw new AuthFailure("MD5 is switched off in this Java runtime");
    }
  }
}
