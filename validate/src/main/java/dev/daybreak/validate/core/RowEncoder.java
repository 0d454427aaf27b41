package dev.daybreak.validate.core;

import java.util.Arrays;

/**
 * Writes a row's canonical encoding: injective, typed, length-prefixed. For each column in order
 * one byte for the form, then 0 for NULL, or 1 followed by the length (four bytes) and the bytes of
 * the text. Two encodings of one column list are equal exactly when all values are. The semantic
 * encoding is a second one with each value's meaning in place of its text, kept only from the first
 * column where they part. Buffers are reused; for one thread.
 */
public final class RowEncoder {
  private static final byte NULL = 0;
  private static final byte VALUE = 1;

  private byte[] strict = new byte[512];
  private byte[] semantic = new byte[512];
  private int strictLength;
  private int semanticLength;
  private boolean parted;

  /** Begins a row. */
  public void begin() {
    strictLength = 0;
    semanticLength = 0;
    parted = false;
  }

  /** Appends SQL NULL. */
  public void nil(ValueForm form) {
    strict = room(strict, strictLength, 2);
    strict[strictLength++] = form.code();
    strict[strictLength++] = NULL;
    if (parted) {
      semantic = room(semantic, semanticLength, 2);
      semantic[semanticLength++] = form.code();
      semantic[semanticLength++] = NULL;
    }
  }

  /** Appends a value in the server's text form. */
  public void value(ValueForm form, byte[] bytes, int offset, int length) {
    byte[] meaning = form == ValueForm.TEXT ? null : form.meaning(bytes, offset, length);
    if (meaning != null && !parted) {
      parted = true;
      semantic = room(semantic, 0, strictLength);
      System.arraycopy(strict, 0, semantic, 0, strictLength);
      semanticLength = strictLength;
    }
    strict = room(strict, strictLength, length + 6);
    strictLength = put(strict, strictLength, form, bytes, offset, length);
    if (parted) {
      byte[] from = meaning == null ? bytes : meaning;
      int start = meaning == null ? offset : 0;
      int count = meaning == null ? length : meaning.length;
      semantic = room(semantic, semanticLength, count + 6);
      semanticLength = put(semantic, semanticLength, form, from, start, count);
    }
  }

  /** Whether the semantic encoding differs from the strict one. */
  public boolean parted() {
    return parted;
  }

  /** Digests the strict encoding. */
  public void hashStrict(Hasher hasher) {
    hasher.hash(strict, 0, strictLength);
  }

  /** Digests the semantic encoding. */
  public void hashSemantic(Hasher hasher) {
    hasher.hash(parted ? semantic : strict, 0, parted ? semanticLength : strictLength);
  }

  /** Fingerprints the semantic encoding; for keys. */
  public void fingerprint(Hasher hasher) {
    hasher.fingerprint(parted ? semantic : strict, 0, parted ? semanticLength : strictLength);
  }

  /** Fingerprints the strict encoding; for single values. */
  public void fingerprintStrict(Hasher hasher) {
    hasher.fingerprint(strict, 0, strictLength);
  }

  /** A copy of the strict encoding. */
  public byte[] strict() {
    return Arrays.copyOf(strict, strictLength);
  }

  /** A copy of the semantic encoding. */
  public byte[] semantic() {
    return parted ? Arrays.copyOf(semantic, semanticLength) : strict();
  }

  private static int put(
      byte[] buffer, int at, ValueForm form, byte[] bytes, int offset, int length) {
    buffer[at] = form.code();
    buffer[at + 1] = VALUE;
    buffer[at + 2] = (byte) (length >>> 24);
    buffer[at + 3] = (byte) (length >>> 16);
    buffer[at + 4] = (byte) (length >>> 8);
    buffer[at + 5] = (byte) length;
    System.arraycopy(bytes, offset, buffer, at + 6, length);
    return at + 6 + length;
  }

  private static byte[] room(byte[] buffer, int used, int more) {
    return used + more <= buffer.length
        ? buffer
        : Arrays.copyOf(buffer, Math.max(buffer.length * 2, used + more));
  }
}
