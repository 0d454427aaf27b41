package dev.daybreak.proxy.auth;

/** A login that does not succeed: wrong proof or a broken exchange. The message holds no secret. */
public final class AuthFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public AuthFailure(String message) {
    super(message, null, false, false);
  }
}
