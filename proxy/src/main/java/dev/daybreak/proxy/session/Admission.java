package dev.daybreak.proxy.session;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.proxy.auth.AuthFailure;
import dev.daybreak.proxy.auth.AuthMethod;
import dev.daybreak.proxy.auth.Credentials;
import dev.daybreak.proxy.auth.Md5;
import dev.daybreak.proxy.auth.ScramServer;
import dev.daybreak.proxy.auth.Verifier;
import dev.daybreak.proxy.auth.VerifierStore;
import dev.daybreak.proxy.wire.Frames;
import dev.daybreak.proxy.wire.Peek;
import dev.daybreak.proxy.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Proves one client by the method its server demands, and learns what to log in to servers with.
 * Used by the client's event loop; a wrong proof throws {@link AuthFailure}.
 */
final class Admission {
  private static final byte[] MOCK_SEED = Md5.salt();

  /** What comes next from the client. */
  private enum Step {
    NOTHING,
    PASSWORD,
    MD5,
    SCRAM_FIRST,
    SCRAM_LAST
  }

  private final Channel client;
  private final String user;
  private final Endpoint endpoint;
  private final VerifierStore verifiers;
  private final byte[] binding;
  private Consumer<Credentials> answer = given -> {};
  private Step step = Step.NOTHING;
  private byte[] salt = new byte[0];
  private String storedMd5 = "";
  private @Nullable ScramServer scram;
  private Credentials known = new Credentials.Absent();

  /**
   * @param binding what SCRAM can be bound to; empty where the client has no TLS
   */
  Admission(
      Channel client, String user, Endpoint endpoint, VerifierStore verifiers, byte[] binding) {
    this.binding = binding;
    this.client = client;
    this.user = user;
    this.endpoint = endpoint;
    this.verifiers = verifiers;
  }

  /** What has been proven so far. */
  Credentials known() {
    return known;
  }

  /**
   * Demands a proof of the client.
   *
   * @param refused hears that there can be none
   */
  void demand(AuthMethod method, Consumer<Credentials> proven, Consumer<AuthFailure> refused) {
    answer =
        given -> {
          known = given;
          proven.accept(given);
        };
    if (method == AuthMethod.CLEARTEXT) {
      step = Step.PASSWORD;
      client.writeAndFlush(Frames.authentication(Wire.AUTH_CLEARTEXT));
      return;
    }
    verifiers
        .find(endpoint, user)
        .whenComplete(
            (verifier, failure) ->
                client.eventLoop().execute(() -> found(method, verifier, failure, refused)));
  }

  private void found(
      AuthMethod method,
      @Nullable Optional<Verifier> verifier,
      @Nullable Throwable failure,
      Consumer<AuthFailure> refused) {
    if (verifier == null || failure != null) {
      refused.accept(new AuthFailure("the role's verifier cannot be looked up"));
      return;
    }
    if (verifier.isPresent() && verifier.get() instanceof Verifier.Md5 md5) {
      step = Step.MD5;
      storedMd5 = md5.stored();
      salt = Md5.salt();
      client.writeAndFlush(Frames.authentication(Wire.AUTH_MD5, salt));
      return;
    }
    boolean scramRole = verifier.isPresent() && verifier.get() instanceof Verifier.Scram;
    if (method == AuthMethod.TRUST && !scramRole) {
      refused.accept(
          new AuthFailure(
              "the server trusts its clients, which the proxy only does for"
                  + " clients on its own host; the role has no password"));
      return;
    }
    step = Step.SCRAM_FIRST;
    scram =
        new ScramServer(
            scramRole ? (Verifier.Scram) verifier.get() : ScramServer.mock(MOCK_SEED, user),
            binding);
    client.writeAndFlush(Frames.saslMechanisms(scram.mechanisms()));
  }

  /**
   * Takes a password message.
   *
   * @throws AuthFailure when it proves nothing
   */
  void password(ByteBuf body) {
    Step now = step;
    step = Step.NOTHING;
    switch (now) {
      case PASSWORD -> answer.accept(new Credentials.Password(zeroEnded(body)));
      case MD5 -> md5(Peek.bytes(body, body.readerIndex(), body.writerIndex()));
      case SCRAM_FIRST -> scramFirst(body);
      case SCRAM_LAST -> scramLast(ByteBufUtil.getBytes(body));
      case NOTHING -> throw new AuthFailure("unexpected password message");
    }
  }

  private static byte[] zeroEnded(ByteBuf body) {
    int zero = Peek.zero(body, body.readerIndex(), body.writerIndex());
    if (zero < 0) {
      throw new AuthFailure("malformed password message");
    }
    return ByteBufUtil.getBytes(body, body.readerIndex(), zero - body.readerIndex());
  }

  private void md5(String given) {
    if (!Md5.same(given, Md5.answer(storedMd5, salt))) {
      throw wrong();
    }
    answer.accept(new Credentials.Md5(storedMd5));
  }

  private void scramFirst(ByteBuf body) {
    ScramServer exchange = java.util.Objects.requireNonNull(scram);
    String mechanism = Peek.bytes(body, body.readerIndex(), body.writerIndex());
    int head = mechanism.length() + 1 + 4;
    if (!exchange.mechanisms().contains(mechanism) || body.readableBytes() < head) {
      throw new AuthFailure("client selected an invalid SASL authentication mechanism");
    }
    body.skipBytes(head);
    byte[] reply = exchange.first(mechanism, ByteBufUtil.getBytes(body));
    step = Step.SCRAM_LAST;
    client.writeAndFlush(Frames.authentication(Wire.AUTH_SASL_CONTINUE, reply));
  }

  private void scramLast(byte[] message) {
    ScramServer.Proven proven;
    try {
      proven = java.util.Objects.requireNonNull(scram).last(message);
    } catch (AuthFailure e) {
      throw wrong();
    }
    client.writeAndFlush(Frames.authentication(Wire.AUTH_SASL_FINAL, proven.serverFinal()));
    answer.accept(proven.keys());
  }

  /** What the client is told; what was known of the role may have changed and is forgotten. */
  String refusal() {
    verifiers.forget(endpoint, user);
    return "password authentication failed for user \"" + user + "\"";
  }

  private AuthFailure wrong() {
    return AuthFailure.wrongPassword(refusal());
  }
}
