package dev.daybreak.proxy.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.List;

/**
 * The server's end of one SCRAM-SHA-256 exchange with a client: proves the client against a
 * verifier and recovers its key. Used by one thread.
 */
public final class ScramServer {
  /** Without channel binding. */
  public static final String MECHANISM = ScramMath.MECHANISM;

  /** Bound to the TLS channel. */
  public static final String MECHANISM_PLUS = MECHANISM + "-PLUS";

  private static final int MOCK_ITERATIONS = 4096;

  private final Verifier.Scram verifier;
  private final byte[] binding;
  private byte[] bound = new byte[0];
  private String clientFirstBare = "";
  private String serverFirst = "";
  private String nonce = "";

  /**
   * @param binding what the exchange can be bound to; empty where there is no TLS
   */
  public ScramServer(Verifier.Scram verifier, byte[] binding) {
    this.verifier = verifier;
    this.binding = binding.clone();
  }

  /** What is offered, the best first. */
  public List<String> mechanisms() {
    return binding.length == 0 ? List.of(MECHANISM) : List.of(MECHANISM_PLUS, MECHANISM);
  }

  /**
   * A verifier that no password fits, so that an unknown role is answered like a wrong password.
   *
   * @param seed the proxy's own secret: the same role must see the same salt again
   */
  public static Verifier.Scram mock(byte[] seed, String user) {
    byte[] salt = java.util.Arrays.copyOf(ScramMath.hmac(seed, user.getBytes(UTF_8)), 16);
    byte[] key = new byte[32];
    ScramMath.RANDOM.nextBytes(key);
    return new Verifier.Scram(MOCK_ITERATIONS, salt, key, key);
  }

  /**
   * Takes client-first, gives server-first.
   *
   * @param mechanism one of {@link #mechanisms}
   * @throws AuthFailure when it is malformed or its channel binding does not fit
   */
  public byte[] first(String mechanism, byte[] message) {
    String[] parts = new String(message, UTF_8).split(",", 3);
    if (parts.length < 3) {
      throw new AuthFailure("malformed SCRAM message");
    }
    boolean plus = mechanism.equals(MECHANISM_PLUS);
    checkBinding(plus, parts[0]);
    byte[] gs2 = (parts[0] + "," + parts[1] + ",").getBytes(UTF_8);
    bound = plus ? ScramMath.join(gs2, binding) : gs2;
    clientFirstBare = parts[2];
    nonce = ScramMath.attribute(clientFirstBare.split(","), 1, 'r') + ScramMath.nonce();
    serverFirst =
        "r=" + nonce + ",s=" + ScramMath.base64(verifier.salt()) + ",i=" + verifier.iterations();
    return serverFirst.getBytes(UTF_8);
  }

  private void checkBinding(boolean plus, String flag) {
    if (plus && !flag.equals("p=" + ScramMath.BINDING)) {
      throw new AuthFailure("unsupported SCRAM channel-binding type");
    }
    if (!plus && flag.equals("y") && binding.length > 0) {
      // The client can bind and believes that we cannot: somebody has taken our offer away.
      throw new AuthFailure("SCRAM channel binding negotiation error");
    }
    if (!plus && !flag.equals("n") && !flag.equals("y")) {
      throw new AuthFailure("malformed SCRAM message");
    }
  }

  /**
   * Takes client-final, gives what was proven.
   *
   * @throws AuthFailure when the proof is wrong
   */
  public Proven last(byte[] message) {
    String text = new String(message, UTF_8);
    int proofAt = text.lastIndexOf(",p=");
    if (proofAt < 0) {
      throw new AuthFailure("malformed SCRAM message");
    }
    String[] parts = text.substring(0, proofAt).split(",");
    boolean same =
        ScramMath.attribute(parts, 0, 'c').equals(ScramMath.base64(bound))
            && ScramMath.attribute(parts, 1, 'r').equals(nonce);
    byte[] proof = ScramMath.unbase64(text.substring(proofAt + 3));
    byte[] exchange =
        (clientFirstBare + "," + serverFirst + "," + text.substring(0, proofAt)).getBytes(UTF_8);
    byte[] signature = ScramMath.hmac(verifier.storedKey(), exchange);
    if (!same || proof.length != signature.length) {
      throw new AuthFailure("malformed SCRAM message");
    }
    byte[] clientKey = ScramMath.xor(proof, signature);
    if (!MessageDigest.isEqual(ScramMath.hash(clientKey), verifier.storedKey())) {
      throw new AuthFailure("wrong password");
    }
    String last = "v=" + ScramMath.base64(ScramMath.hmac(verifier.serverKey(), exchange));
    return new Proven(last.getBytes(UTF_8), new Credentials.ScramKeys(verifier, clientKey));
  }

  /**
   * A proven client.
   *
   * @param serverFinal the message that ends the exchange
   * @param keys what to log in to servers with
   */
  public record Proven(byte[] serverFinal, Credentials.ScramKeys keys) {}
}
