package dev.daybreak.proxy.backend;

/**
 * Why a server did not let a client in.
 *
 * @param state SQLSTATE for the client
 * @param message for people; names no secret
 * @param error the server's whole ErrorResponse body; empty when the refusal is our own
 */
public record LoginFailure(String state, String message, byte[] error) {
  /** A refusal of our own. */
  public LoginFailure(String state, String message) {
    this(state, message, new byte[0]);
  }
}
