package dev.daybreak.proxy.backend;

import dev.daybreak.proxy.auth.AuthMethod;
import dev.daybreak.proxy.auth.Credentials;
import java.util.function.Consumer;

/** Gives what a server demands during a login. Called on the event loop. */
public interface CredentialSource {
  /**
   * Answers now or later, on the same event loop, with credentials that may or may not do; or
   * never, when the client has gone (the login's deadline then ends it).
   */
  void ask(AuthMethod method, Consumer<Credentials> answer);

  /** The same credentials whatever is demanded. */
  static CredentialSource of(Credentials credentials) {
    return (method, answer) -> answer.accept(credentials);
  }
}
