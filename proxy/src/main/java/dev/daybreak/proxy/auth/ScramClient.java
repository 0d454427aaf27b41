package dev.daybreak.proxy.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;

/** The client's end of one SCRAM-SHA-256 exchange with a server. Used by one thread. */
public final class ScramClient {
  private final Credentials credentials;
  private final Binding binding;
  private final byte[] bound;
  private final String clientFirstBare = "n=,r=" + ScramMath.nonce();
  private byte[] expected = new byte[0];

  /** How the exchange is bound to its TLS channel. */
  public enum Binding {
    /** There is no TLS, or it cannot be bound to. */
    NONE,
    /** We could, but the server does not offer it. */
    NOT_OFFERED,
    BOUND
  }

  /** Without channel binding. */
  public ScramClient(Credentials credentials) {
    this(credentials, Binding.NONE, new byte[0]);
  }

  /**
   * @param channel what the exchange is bound to; only looked at when bound
   */
  public ScramClient(Credentials credentials, Binding binding, byte[] channel) {
    this.credentials = credentials;
    this.binding = binding;
    byte[] flags = gs2().getBytes(UTF_8);
    this.bound = binding == Binding.BOUND ? ScramMath.join(flags, channel) : flags;
  }

  private String gs2() {
    return switch (binding) {
      case NONE -> "n,,";
      case NOT_OFFERED -> "y,,";
      case BOUND -> "p=" + ScramMath.BINDING + ",,";
    };
  }

  /** The mechanism this exchange is of. */
  public String mechanism() {
    return binding == Binding.BOUND ? ScramServer.MECHANISM_PLUS : ScramServer.MECHANISM;
  }

  /** Client-first. */
  public byte[] first() {
    return (gs2() + clientFirstBare).getBytes(UTF_8);
  }

  /**
   * Takes server-first, gives client-final.
   *
   * @throws AuthFailure when the credentials cannot answer this server
   */
  public byte[] last(byte[] message) {
    String serverFirst = new String(message, UTF_8);
    String[] parts = serverFirst.split(",");
    String nonce = ScramMath.attribute(parts, 0, 'r');
    byte[] salt = ScramMath.unbase64(ScramMath.attribute(parts, 1, 's'));
    int iterations = iterations(ScramMath.attribute(parts, 2, 'i'));
    if (!nonce.startsWith(clientFirstBare.substring("n=,r=".length()))) {
      throw new AuthFailure("the server answered another SCRAM exchange");
    }
    String withoutProof = "c=" + ScramMath.base64(bound) + ",r=" + nonce;
    byte[] exchange = (clientFirstBare + "," + serverFirst + "," + withoutProof).getBytes(UTF_8);
    Keys keys = keys(salt, iterations);
    byte[] signature = ScramMath.hmac(ScramMath.hash(keys.clientKey), exchange);
    expected = ScramMath.hmac(keys.serverKey, exchange);
    String proof = ScramMath.base64(ScramMath.xor(keys.clientKey, signature));
    return (withoutProof + ",p=" + proof).getBytes(UTF_8);
  }

  /**
   * Takes server-final.
   *
   * @throws AuthFailure when the server does not know the role's verifier
   */
  public void verify(byte[] message) {
    String[] parts = new String(message, UTF_8).split(",");
    byte[] signature = ScramMath.unbase64(ScramMath.attribute(parts, 0, 'v'));
    if (!MessageDigest.isEqual(signature, expected)) {
      throw new AuthFailure("the server could not prove that it knows the role's verifier");
    }
  }

  private static int iterations(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new AuthFailure("malformed SCRAM message");
    }
  }

  private Keys keys(byte[] salt, int iterations) {
    if (credentials instanceof Credentials.ScramKeys scram) {
      if (!scram.fits(salt, iterations)) {
        throw AuthFailure.wrongPassword("the role has another password verifier there");
      }
      return new Keys(scram.clientKey(), scram.verifier().serverKey());
    }
    if (credentials instanceof Credentials.Password password) {
      byte[] salted = ScramMath.salted(SaslPrep.prepare(password.text()), salt, iterations);
      return new Keys(
          ScramMath.hmac(salted, "Client Key".getBytes(UTF_8)),
          ScramMath.hmac(salted, "Server Key".getBytes(UTF_8)));
    }
    throw new AuthFailure("the server demands SCRAM, which the client's login cannot answer");
  }

  private record Keys(byte[] clientKey, byte[] serverKey) {}
}
