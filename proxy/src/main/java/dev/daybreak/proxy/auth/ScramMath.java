package dev.daybreak.proxy.auth;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The functions of SCRAM-SHA-256 (RFC 5802 section 2.2, RFC 7677). Pure and thread-safe. */
final class ScramMath {
  static final String MECHANISM = "SCRAM-SHA-256";

  /** The one kind of channel binding that PostgreSQL knows. */
  static final String BINDING = "tls-server-end-point";

  static final SecureRandom RANDOM = new SecureRandom();
  private static final int NONCE_BYTES = 18;

  private ScramMath() {}

  static byte[] hmac(byte[] key, byte[] text) {
    return mac(key).doFinal(text);
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      // An empty password is a key of one zero byte: HMAC fills keys up with zeros.
      mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] hash(byte[] text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@code Hi}: PBKDF2 with one block. */
  static byte[] salted(byte[] password, byte[] salt, int iterations) {
    byte[] first = java.util.Arrays.copyOf(salt, salt.length + 4);
    first[salt.length + 3] = 1;
    Mac mac = mac(password);
    byte[] step = mac.doFinal(first);
    byte[] result = step.clone();
    for (int i = 1; i < iterations; i++) {
      step = mac.doFinal(step);
      for (int k = 0; k < result.length; k++) {
        result[k] ^= step[k];
      }
    }
    return result;
  }

  static byte[] xor(byte[] left, byte[] right) {
    byte[] result = new byte[left.length];
    for (int i = 0; i < left.length; i++) {
      result[i] = (byte) (left[i] ^ right[i]);
    }
    return result;
  }

  static byte[] join(byte[] left, byte[] right) {
    byte[] both = java.util.Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, both, left.length, right.length);
    return both;
  }

  static String nonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /**
   * @throws AuthFailure when the text is not base64
   */
  static byte[] unbase64(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new AuthFailure("malformed SCRAM message");
    }
  }

  /** The value of an attribute such as {@code r=} at a place of a comma-separated message. */
  static String attribute(String[] parts, int place, char name) {
    if (parts.length <= place || !parts[place].startsWith(name + "=")) {
      throw new AuthFailure("malformed SCRAM message");
    }
    return parts[place].substring(2);
  }
}
