package dev.daybreak.proxy.wire;

/** A frame that breaks the protocol; its session ends with SQLSTATE 08P01. */
public final class MalformedFrame extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedFrame(String message) {
    super(message, null, false, false);
  }
}
