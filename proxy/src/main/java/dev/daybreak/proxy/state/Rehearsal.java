package dev.daybreak.proxy.state;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.daybreak.proxy.backend.ServerLink;
import dev.daybreak.proxy.track.HiddenQuery;
import dev.daybreak.proxy.wire.Frames;
import dev.daybreak.proxy.wire.Peek;
import dev.daybreak.proxy.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server connection that no client uses yet, made alike to the one its client has: all that a
 * move asks of the other server is asked here before, so that the move itself asks nothing. Used by
 * the session's event loop.
 */
public final class Rehearsal {
  private static final int NOTIFIED_BYTES_MAX = 1 << 20;
  private static final String FORGET = "DISCARD ALL";

  private final ServerLink link;
  private final String loginUser;
  private final ArrayDeque<HiddenQuery> asked = new ArrayDeque<>();
  private final List<ByteBuf> notified = new ArrayList<>();
  private int notifiedBytes;
  private @Nullable Snapshot wanted;
  private @Nullable Snapshot given;
  private boolean touched;
  private String problem = "";

  /**
   * @param loginUser the client's user, one char for each byte
   */
  public Rehearsal(ServerLink link, String loginUser) {
    this.link = link;
    this.loginUser = loginUser;
  }

  public ServerLink link() {
    return link;
  }

  /** Whether the server session is alike to that state now. */
  public boolean gave(Snapshot state) {
    return asked.isEmpty() && state.equals(given);
  }

  /** Whether it is being made alike to that state. */
  public boolean gives(Snapshot state) {
    return !asked.isEmpty() && state.equals(wanted);
  }

  /** Whether nothing is awaited of the server. */
  public boolean resting() {
    return asked.isEmpty();
  }

  /** What the server has refused; empty for nothing. */
  public String problem() {
    return problem;
  }

  /** Makes the server session alike; what it was made before is forgotten. */
  public void give(Snapshot state, Runnable done) {
    wanted = state;
    given = null;
    List<String> queries = new ArrayList<>();
    if (touched) {
      queries.add(FORGET);
    }
    String encoding = state.restoreEncoding();
    if (!encoding.isEmpty()) {
      queries.add(encoding);
    }
    queries.addAll(state.prepares());
    touched = true;
    queries.forEach(sql -> ask(new HiddenQuery(sql, this::checked)));
    ask(
        new HiddenQuery(
            state.restore(loginUser),
            last -> {
              checked(last);
              given = state;
              done.run();
            }));
    link.channel().flush();
  }

  private void ask(HiddenQuery query) {
    asked.add(query);
    link.channel().write(Frames.query(query.sql, ISO_8859_1), link.channel().voidPromise());
  }

  private void checked(HiddenQuery query) {
    if (!query.error().isEmpty() && problem.isEmpty()) {
      problem = query.error();
    }
  }

  /** Takes a whole frame from the server. */
  public void received(byte type, ByteBuf in, int at, int end) {
    int body = at + Wire.HEADER;
    HiddenQuery head = asked.peek();
    if (type == Wire.PARAMETER_STATUS) {
      String name = Peek.bytes(in, body, end);
      link.parameters().put(name, Peek.bytes(in, body + name.length() + 1, end));
    } else if (type == Wire.NOTIFICATION) {
      keep(in.retainedSlice(at, end - at));
    } else if (head != null) {
      head.received(type, in, body, end);
      if (type == Wire.READY) {
        asked.poll();
        head.complete();
      }
    }
  }

  /** What was notified here since it listens is the client's, once it has come here. */
  private void keep(ByteBuf notification) {
    notified.add(notification);
    notifiedBytes += notification.readableBytes();
    if (notifiedBytes > NOTIFIED_BYTES_MAX) {
      link.channel().close();
    }
  }

  /** Gives the client what was notified here meanwhile; the caller flushes. */
  public void handOver(Channel client) {
    notified.forEach(client::write);
    notified.clear();
  }

  /** Forgets the connection; the caller closes it. */
  public void release() {
    notified.forEach(ByteBuf::release);
    notified.clear();
  }
}
