package dev.daybreak.proxy.wire;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What BackendKeyData and CancelRequest carry. Never prints its secret.
 *
 * @param pid the process id told to the client
 * @param secret at least 4 bytes, at most {@link #SECRET_BYTES_MAX}; read-only
 */
public record CancelKey(int pid, ByteBuffer secret) {
  /** The protocol's limit. */
  public static final int SECRET_BYTES_MAX = 256;

  public static CancelKey of(int pid, byte[] secret) {
    return new CancelKey(pid, ByteBuffer.wrap(secret.clone()).asReadOnlyBuffer());
  }

  /** Hexadecimal SHA-256: names the key to those who need not use it. */
  public String digest() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(ByteBuffer.allocate(4).putInt(pid).array());
      return HexFormat.of().formatHex(sha.digest(secretBytes()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  byte[] secretBytes() {
    byte[] bytes = new byte[secret.remaining()];
    secret.duplicate().get(bytes);
    return bytes;
  }

  @Override
  public String toString() {
    return "cancel key of " + pid;
  }
}
