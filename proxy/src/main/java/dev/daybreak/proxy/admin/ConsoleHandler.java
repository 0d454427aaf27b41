package dev.daybreak.proxy.admin;

import dev.daybreak.proxy.admin.Console.Refused;
import dev.daybreak.proxy.admin.Console.Reply;
import dev.daybreak.proxy.wire.Frames;
import dev.daybreak.proxy.wire.LoginDecoder;
import dev.daybreak.proxy.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One administrator's connection: the simple protocol, and as much of the extended one as drivers
 * use for commands without parameters. A command that waits holds back those after it.
 */
final class ConsoleHandler extends LoginDecoder {
  private static final int LOOK_MILLIS = 20;
  private static final int QUEUE_MAX = 1_000;

  private final Console console;
  private final boolean admin;
  private final ArrayDeque<Request> requests = new ArrayDeque<>();
  private String prepared = "";
  private @Nullable Reply waiting;
  private boolean simple;
  private boolean failed;

  /** A frame that could not be answered yet. */
  private record Request(byte type, String text) {}

  ConsoleHandler(Console console, boolean admin) {
    this.console = console;
    this.admin = admin;
    typed();
  }

  @Override
  protected void frame(ChannelHandlerContext context, byte type, ByteBuf body) {
    requests.add(new Request(type, text(type, body)));
    if (requests.size() > QUEUE_MAX) {
      context.close();
    } else {
      work(context);
    }
  }

  private static String text(byte type, ByteBuf body) {
    String all = body.toString(StandardCharsets.UTF_8);
    return switch (type) {
      case Wire.QUERY -> upToZero(all);
      case Wire.PARSE -> upToZero(all.substring(all.indexOf('\0') + 1));
      default -> all.isEmpty() ? "" : all.substring(0, 1);
    };
  }

  private static String upToZero(String text) {
    int zero = text.indexOf('\0');
    return zero < 0 ? text : text.substring(0, zero);
  }

  private void work(ChannelHandlerContext context) {
    while (waiting == null && !requests.isEmpty()) {
      Request next = requests.remove();
      try {
        answer(context, next.type(), next.text());
      } catch (Refused e) {
        refuse(context, next.type(), e);
      }
    }
    context.flush();
  }

  private void refuse(ChannelHandlerContext context, byte type, Refused refused) {
    String message = String.valueOf(refused.getMessage());
    context.write(Frames.error("ERROR", refused.state, message));
    failed = type != Wire.QUERY;
    if (type == Wire.QUERY) {
      context.write(Frames.ready((byte) 'I'));
    }
  }

  private void answer(ChannelHandlerContext context, byte type, String text) {
    if (failed && type != Wire.SYNC && type != Wire.TERMINATE) {
      return;
    }
    switch (type) {
      case Wire.QUERY -> {
        simple = true;
        begin(context, text);
      }
      case Wire.PARSE -> {
        prepared = text;
        context.write(Frames.empty(Wire.PARSE_COMPLETE));
      }
      case Wire.BIND -> context.write(Frames.empty((byte) '2'));
      case Wire.DESCRIBE -> describe(context, text.equals("S"));
      case Wire.EXECUTE -> {
        simple = false;
        begin(context, prepared);
      }
      case Wire.CLOSE -> context.write(Frames.empty(Wire.CLOSE_COMPLETE));
      case Wire.SYNC -> {
        failed = false;
        context.write(Frames.ready((byte) 'I'));
      }
      case Wire.FLUSH -> context.flush();
      case Wire.TERMINATE -> context.close();
      default -> throw new Refused("08P01", "the console does not know this message");
    }
  }

  private void describe(ChannelHandlerContext context, boolean statement) {
    if (statement) {
      context.write(Frames.noParameters());
    }
    Table table = console.shown(prepared);
    context.write(table == null ? Frames.empty((byte) 'n') : table.description());
  }

  private void begin(ChannelHandlerContext context, String sql) {
    String silent = sql.trim().toLowerCase(java.util.Locale.ROOT);
    if (silent.isEmpty() || silent.equals(";")) {
      context.write(Frames.empty((byte) 'I'));
      end(context);
    } else if (silent.startsWith("set ")) {
      complete(context, new Reply("SET", null, () -> true));
    } else {
      complete(context, console.run(sql, admin));
    }
  }

  private void complete(ChannelHandlerContext context, Reply reply) {
    if (!reply.done().getAsBoolean()) {
      waiting = reply;
      context.executor().schedule(() -> look(context), LOOK_MILLIS, TimeUnit.MILLISECONDS);
      return;
    }
    String tag = reply.tag();
    if (reply.table() != null) {
      Table table = reply.table().get();
      if (simple) {
        context.write(table.description());
      }
      table.data().forEach(context::write);
    }
    context.write(Frames.commandComplete(tag));
    end(context);
  }

  private void look(ChannelHandlerContext context) {
    Reply reply = waiting;
    if (reply != null && context.channel().isActive()) {
      waiting = null;
      complete(context, reply);
      work(context);
    }
  }

  private void end(ChannelHandlerContext context) {
    if (simple) {
      context.write(Frames.ready((byte) 'I'));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
