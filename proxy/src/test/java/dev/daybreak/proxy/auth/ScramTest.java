package dev.daybreak.proxy.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ScramTest {
  private static Verifier.Scram verifier(String password, byte[] salt) {
    byte[] salted = ScramMath.salted(password.getBytes(UTF_8), salt, 4096);
    byte[] stored = ScramMath.hash(ScramMath.hmac(salted, "Client Key".getBytes(UTF_8)));
    byte[] server = ScramMath.hmac(salted, "Server Key".getBytes(UTF_8));
    String text =
        "SCRAM-SHA-256$4096:"
            + ScramMath.base64(salt)
            + "$"
            + ScramMath.base64(stored)
            + ":"
            + ScramMath.base64(server);
    return (Verifier.Scram) Verifier.parse(text).orElseThrow();
  }

  private static Credentials.ScramKeys exchange(Verifier.Scram verifier, Credentials credentials) {
    ScramClient client = new ScramClient(credentials);
    ScramServer server = new ScramServer(verifier, new byte[0]);
    byte[] serverFirst = server.first(client.mechanism(), client.first());
    ScramServer.Proven proven = server.last(client.last(serverFirst));
    client.verify(proven.serverFinal());
    return proven.keys();
  }

  @Test
  void computesTheExampleOfRfc7677() {
    byte[] salt = ScramMath.unbase64("W22ZaJ0SNY7soEsUEjb6gQ==");
    byte[] salted = ScramMath.salted("pencil".getBytes(UTF_8), salt, 4096);
    String exchange =
        "n=user,r=rOprNGfwEbeRWgbNEkqO,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
            + "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    byte[] clientKey = ScramMath.hmac(salted, "Client Key".getBytes(UTF_8));
    byte[] signature = ScramMath.hmac(ScramMath.hash(clientKey), exchange.getBytes(UTF_8));
    assertThat(ScramMath.base64(ScramMath.xor(clientKey, signature)))
        .isEqualTo("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
  }

  @Test
  void keysRecoveredFromAProofLogInWhereTheVerifierIsTheSame() {
    Verifier.Scram verifier = verifier("gehöim", "salz und pfeffer".getBytes(UTF_8));
    Credentials.ScramKeys keys =
        exchange(verifier, new Credentials.Password("gehöim".getBytes(UTF_8)));
    assertThat(exchange(verifier, keys).clientKey()).isEqualTo(keys.clientKey());
    assertThat(keys.toString()).isEqualTo("scram ***");
  }

  @Test
  void refusesAWrongPasswordAndAnotherVerifier() {
    Verifier.Scram verifier = verifier("right", "salt".getBytes(UTF_8));
    assertThatThrownBy(() -> exchange(verifier, new Credentials.Password("wrong".getBytes(UTF_8))))
        .isInstanceOf(AuthFailure.class);
    Credentials.ScramKeys keys =
        exchange(verifier, new Credentials.Password("right".getBytes(UTF_8)));
    Verifier.Scram other = verifier("right", "other".getBytes(UTF_8));
    assertThatThrownBy(() -> exchange(other, keys)).hasMessageContaining("another password");
  }
}
