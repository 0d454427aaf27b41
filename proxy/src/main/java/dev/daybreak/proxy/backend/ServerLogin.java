package dev.daybreak.proxy.backend;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybreak.proxy.auth.AuthFailure;
import dev.daybreak.proxy.auth.AuthMethod;
import dev.daybreak.proxy.auth.Credentials;
import dev.daybreak.proxy.auth.Md5;
import dev.daybreak.proxy.auth.ScramClient;
import dev.daybreak.proxy.auth.ScramServer;
import dev.daybreak.proxy.wire.Frames;
import dev.daybreak.proxy.wire.Peek;
import dev.daybreak.proxy.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderException;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Logs one connection in to a server and hands the link to its listener, once, with a deadline. */
final class ServerLogin extends TlsDoor {
  private static final int DEADLINE_SECONDS = 60;

  private final ServerConnector.Wanted wanted;
  private final CredentialSource credentials;
  private final LinkListener listener;
  private @Nullable ServerLink link;
  private @Nullable ScramClient scram;
  private @Nullable ScheduledFuture<?> deadline;
  private boolean told;

  ServerLogin(
      ServerConnector.Wanted wanted,
      ServerTls tls,
      CredentialSource credentials,
      LinkListener listener) {
    super(wanted.endpoint(), tls);
    this.wanted = wanted;
    this.credentials = credentials;
    this.listener = listener;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) throws Exception {
    link = new ServerLink(wanted.side(), wanted.endpoint(), context.channel());
    deadline =
        context
            .executor()
            .schedule(
                () -> refuse(context, "08006", "the server did not finish the login in time"),
                DEADLINE_SECONDS,
                TimeUnit.SECONDS);
    super.channelActive(context);
  }

  @Override
  void through(ChannelHandlerContext context) {
    Map<String, String> parameters = new LinkedHashMap<>(wanted.parameters());
    parameters.put("database", wanted.endpoint().database());
    context.writeAndFlush(Frames.startup(parameters));
  }

  @Override
  void answer(ChannelHandlerContext context, byte type, ByteBuf body) {
    ServerLink opening = java.util.Objects.requireNonNull(link);
    int from = body.readerIndex();
    int end = body.writerIndex();
    switch (type) {
      case Wire.AUTHENTICATION -> demand(context, body.readInt(), ByteBufUtil.getBytes(body));
      case Wire.PARAMETER_STATUS -> {
        String name = Peek.bytes(body, from, end);
        opening.parameters().put(name, Peek.bytes(body, from + name.length() + 1, end));
      }
      case Wire.BACKEND_KEY -> opening.key(body.readInt(), body.readInt());
      case Wire.ERROR -> {
        String state = Peek.field(body, from, end, 'C');
        String message = Peek.field(body, from, end, 'M');
        refuse(new LoginFailure(state, message, ByteBufUtil.getBytes(body)));
        context.close();
      }
      case Wire.READY -> opened(context, opening);
      case Wire.NOTICE -> opening.noticed(ByteBufUtil.getBytes(body));
      case Wire.NEGOTIATE_VERSION -> {
        // We ask for nothing that could be refused.
      }
      default -> throw new AuthFailure("the server sent an unexpected message during the login");
    }
  }

  private void demand(ChannelHandlerContext context, int code, byte[] content) {
    switch (code) {
      case Wire.AUTH_OK -> {
        // Parameters, key and ReadyForQuery follow.
      }
      case Wire.AUTH_CLEARTEXT ->
          ask(context, AuthMethod.CLEARTEXT, given -> context.writeAndFlush(cleartext(given)));
      case Wire.AUTH_MD5 ->
          ask(context, AuthMethod.MD5, given -> context.writeAndFlush(md5(given, content)));
      case Wire.AUTH_SASL -> sasl(context, content);
      case Wire.AUTH_SASL_CONTINUE ->
          context.writeAndFlush(Frames.password(exchange().last(content)));
      case Wire.AUTH_SASL_FINAL -> exchange().verify(content);
      default ->
          throw new AuthFailure(
              "the server demands an authentication method (code "
                  + code
                  + ") that the proxy does not speak");
    }
  }

  private void ask(ChannelHandlerContext context, AuthMethod method, Consumer<Credentials> answer) {
    java.util.Objects.requireNonNull(link).method(method);
    credentials.ask(
        method,
        given -> {
          try {
            answer.accept(given);
          } catch (AuthFailure e) {
            refuse(context, e.state(), String.valueOf(e.getMessage()));
          }
        });
  }

  private void sasl(ChannelHandlerContext context, byte[] content) {
    List<String> offered = Arrays.asList(new String(content, UTF_8).split("\0"));
    byte[] channel = binding();
    ScramClient.Binding kind = kind(offered, channel);
    ask(
        context,
        AuthMethod.SCRAM,
        given -> {
          scram = new ScramClient(given, kind, channel);
          context.writeAndFlush(Frames.saslInitial(scram.mechanism(), scram.first()));
        });
  }

  private ScramClient.Binding kind(List<String> offered, byte[] channel) {
    if (channel.length > 0 && offered.contains(ScramServer.MECHANISM_PLUS)) {
      return ScramClient.Binding.BOUND;
    }
    boolean required = "require".equals(wanted.endpoint().options().get("channelBinding"));
    if (required || !offered.contains(ScramServer.MECHANISM)) {
      String wish = required ? ScramServer.MECHANISM_PLUS : ScramServer.MECHANISM;
      throw new AuthFailure("the server does not offer " + wish);
    }
    return channel.length > 0 ? ScramClient.Binding.NOT_OFFERED : ScramClient.Binding.NONE;
  }

  private ScramClient exchange() {
    if (scram == null) {
      throw new AuthFailure("the server sent an unexpected message during the login");
    }
    return scram;
  }

  private static ByteBuf cleartext(Credentials given) {
    if (given instanceof Credentials.Password password) {
      return Frames.password(zeroEnded(password.text()));
    }
    throw new AuthFailure("the server demands the password, which the client's login hides");
  }

  private ByteBuf md5(Credentials given, byte[] salt) {
    String stored;
    if (given instanceof Credentials.Md5 known) {
      stored = known.stored();
    } else if (given instanceof Credentials.Password password) {
      stored = Md5.stored(password.text(), wanted.parameters().getOrDefault("user", ""));
    } else {
      throw new AuthFailure("the server demands MD5, which the client's login cannot answer");
    }
    return Frames.password(zeroEnded(Md5.answer(stored, salt).getBytes(UTF_8)));
  }

  private static byte[] zeroEnded(byte[] text) {
    return Arrays.copyOf(text, text.length + 1);
  }

  private void opened(ChannelHandlerContext context, ServerLink opening) {
    if (told) {
      return;
    }
    told = true;
    cancelDeadline();
    context.channel().config().setAutoRead(false);
    context.pipeline().remove(this);
    listener.opened(opening);
  }

  private void refuse(ChannelHandlerContext context, String state, String message) {
    refuse(state, message);
    context.close();
  }

  /** Tells the listener that there is no connection, unless it has been told already. */
  void refuse(String state, String message) {
    refuse(new LoginFailure(state, message));
  }

  private void refuse(LoginFailure failure) {
    cancelDeadline();
    if (!told) {
      told = true;
      listener.refused(failure);
    }
  }

  private void cancelDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    refuse(context, "08006", "the server closed the connection during the login");
    super.channelInactive(context);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Throwable reason =
        cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
    String state = reason instanceof AuthFailure failure ? failure.state() : "08006";
    refuse(context, state, String.valueOf(reason.getMessage()));
  }
}
