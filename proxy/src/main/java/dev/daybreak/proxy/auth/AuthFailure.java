package dev.daybreak.proxy.auth;

/** A login that does not succeed: wrong proof or a broken exchange. The message holds no secret. */
public final class AuthFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String state;

  /** A login that cannot go on: SQLSTATE 28000. */
  public AuthFailure(String message) {
    this("28000", message);
  }

  private AuthFailure(String state, String message) {
    super(message, null, false, false);
    this.state = state;
  }

  /** A proof that does not hold: SQLSTATE 28P01. */
  public static AuthFailure wrongPassword(String message) {
    return new AuthFailure("28P01", message);
  }

  /** The SQLSTATE for the client. */
  public String state() {
    return state;
  }
}
