package dev.daybreak.validate.core;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Computes 128-bit digests of byte ranges (MD5 as a fingerprint, not for security). The result
 * stays in two fields so that hashing a row allocates nothing. For one thread.
 */
public final class Hasher {
  /** Longest content that {@link #fingerprint} keeps as it is. */
  static final int INLINE_BYTES_MAX = 15;

  private static final int LONG_CONTENT = 0xFF;

  private final MessageDigest digest;
  private final byte[] result = new byte[16];
  private final ByteBuffer view = ByteBuffer.wrap(result);

  public Hasher() {
    try {
      digest = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no MD5", e);
    }
  }

  /** Digests the bytes; read the result from {@link #high()} and {@link #low()}. */
  public void hash(byte[] bytes, int offset, int length) {
    digest.update(bytes, offset, length);
    try {
      digest.digest(result, 0, result.length);
    } catch (DigestException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Like {@link #hash}, but content up to 15 bytes is kept as it is behind its length, so that
   * short keys cannot collide at all; longer content gives 120 bits of digest behind a mark.
   */
  public void fingerprint(byte[] bytes, int offset, int length) {
    if (length > INLINE_BYTES_MAX) {
      hash(bytes, offset, length);
      result[0] = (byte) LONG_CONTENT;
      return;
    }
    view.putLong(0, 0).putLong(8, 0);
    result[0] = (byte) length;
    System.arraycopy(bytes, offset, result, 1, length);
  }

  /** Upper half of the last result. */
  public long high() {
    return view.getLong(0);
  }

  /** Lower half of the last result. */
  public long low() {
    return view.getLong(8);
  }

  /** The last result as a value. */
  public Digest value() {
    return new Digest(high(), low());
  }

  /** A digest of a digest: what may be shown of a key, whose fingerprint may be the key itself. */
  public static String shown(Digest key) {
    byte[] bytes = ByteBuffer.allocate(16).putLong(key.high()).putLong(key.low()).array();
    Hasher hasher = new Hasher();
    hasher.hash(bytes, 0, bytes.length);
    return hasher.value().hex();
  }
}
