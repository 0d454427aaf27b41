package dev.daybreak.proxy.backend;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.proxy.auth.AuthMethod;
import dev.daybreak.proxy.wire.Frames;
import dev.daybreak.proxy.wire.Wire;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One logged-in server connection of one client. Used on its event loop. */
public final class ServerLink {
  /** The setting that a fence changes. */
  public static final String READ_ONLY = "default_transaction_read_only";

  private static final int NOTICES_MAX = 16;

  private final Side side;
  private final Endpoint endpoint;
  private final Channel channel;
  private final Map<String, String> parameters = new LinkedHashMap<>();
  private AuthMethod method = AuthMethod.TRUST;
  private final List<byte[]> notices = new ArrayList<>();
  private boolean attended;
  private boolean midFrame;
  private int pid;
  private int secret;
  private @Nullable String newName;
  private volatile boolean cancelled;

  ServerLink(Side side, Endpoint endpoint, Channel channel) {
    this.side = side;
    this.endpoint = endpoint;
    this.channel = channel;
  }

  public Side side() {
    return side;
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  public Channel channel() {
    return channel;
  }

  /** What the server reported last, by name; live. */
  public Map<String, String> parameters() {
    return parameters;
  }

  /** Whether the server reports that new transactions only read. */
  public boolean readOnly() {
    return "on".equals(parameters.get(READ_ONLY));
  }

  /** Whether the server reports that new transactions write; old ones report nothing. */
  public boolean writes() {
    return "off".equals(parameters.get(READ_ONLY));
  }

  /** How the server let us in. */
  public AuthMethod method() {
    return method;
  }

  public int pid() {
    return pid;
  }

  /** Bodies of the notices that came with the login, at most a few; given once. */
  public List<byte[]> takeNotices() {
    List<byte[]> taken = List.copyOf(notices);
    notices.clear();
    return taken;
  }

  /** Whether its last frame has been passed on in part only: nothing else may follow that part. */
  public boolean midFrame() {
    return midFrame;
  }

  public void midFrame(boolean now) {
    midFrame = now;
  }

  void noticed(byte[] body) {
    if (notices.size() < NOTICES_MAX) {
      notices.add(body);
    }
  }

  int secret() {
    return secret;
  }

  void method(AuthMethod demanded) {
    method = demanded;
  }

  void key(int serverPid, int serverSecret) {
    pid = serverPid;
    secret = serverSecret;
  }

  /** Hands what the server sends from now on to the handler. */
  public void attach(ChannelHandler relay) {
    attended = true;
    channel.pipeline().addLast(relay);
    channel.config().setAutoRead(true);
  }

  /** Takes a handler out again. */
  public void detach(ChannelHandler relay) {
    attended = false;
    channel.pipeline().remove(relay);
  }

  /** Leaves with the kernel what the server sends while nobody takes it. */
  public void listenLater() {
    if (!attended) {
      channel.config().setAutoRead(false);
    }
  }

  /** Remembers the {@code application_name} the server is still to be told; null for none. */
  public void rename(@Nullable String name) {
    newName = name;
    if (name != null) {
      parameters.put("application_name", name);
    }
  }

  /** The {@code application_name} the server is still to be told, once; null for none. */
  public @Nullable String takeName() {
    String name = newName;
    newName = null;
    return name;
  }

  /** A cancel request is on its way: it may arrive late and must not hit another client. */
  void cancelling() {
    cancelled = true;
  }

  /** Whether the server has ever been asked to cancel what this connection did. */
  public boolean cancelled() {
    return cancelled;
  }

  /** Says goodbye and closes. */
  public void terminate() {
    if (channel.isActive()) {
      channel.writeAndFlush(Frames.empty(Wire.TERMINATE)).addListener(ChannelFutureListener.CLOSE);
    } else {
      channel.close();
    }
  }
}
