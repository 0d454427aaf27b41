package dev.daybreak.proxy.sample;

import dev.daybreak.proxy.track.Onlooker;
import dev.daybreak.proxy.wire.Peek;
import dev.daybreak.proxy.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.collection.LongObjectHashMap;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Picks executions of one session to look at, one at a time: the first of each shape, then one of
 * every so many. Which reply belongs to it is told by two numbers: that of its group, which
 * ReadyForQuery ends, and its own within the group. Used by the session's event loop.
 */
final class Probe implements Onlooker {
  private static final int NAMES_MAX = 2_000;

  private final Sampler sampler;
  private final Sieve sieve;
  private final Context context;
  private final LongObjectHashMap<Named> names = new LongObjectHashMap<>(4);
  private String encoding;
  private boolean backslashes;
  private @Nullable Flight flight;
  private @Nullable Seen described;
  private int sentGroups;
  private int sentCount;
  private int doneGroups;
  private int doneCount;
  private boolean inTransaction;

  /** A statement the client has prepared. */
  private record Named(Seen seen, String text) {}

  /**
   * @param startup parameters the client began with
   * @param reported parameters its server has reported
   */
  Probe(Sampler sampler, Sieve sieve, Map<String, String> startup, Map<String, String> reported) {
    this.sampler = sampler;
    this.sieve = sieve;
    this.context = new Context(startup);
    this.encoding = reported.getOrDefault("client_encoding", "UTF8");
    this.backslashes = "off".equals(reported.get("standard_conforming_strings"));
  }

  @Override
  public void sent(byte type, ByteBuf in, int at, int end, boolean quiet) {
    if (!sampler.on()) {
      return;
    }
    if (quiet) {
      flight = null;
      sentGroups = 0;
      sentCount = 0;
      doneGroups = 0;
      doneCount = 0;
    }
    int body = at + Wire.HEADER;
    switch (type) {
      case Wire.QUERY -> {
        query(in, body, end);
        groupSent();
      }
      case Wire.SYNC, Wire.FUNCTION_CALL -> groupSent();
      case Wire.PARSE -> parse(in, body, end);
      case Wire.BIND -> bind(in, body, end);
      case Wire.EXECUTE -> sentCount++;
      case Wire.DESCRIBE -> describe(in, body, end);
      default -> {
        // Nothing to learn.
      }
    }
  }

  private void groupSent() {
    sentGroups++;
    sentCount = 0;
  }

  private void query(ByteBuf in, int body, int end) {
    int zero = Peek.zero(in, body, end);
    if (zero < 0) {
      return;
    }
    Seen seen = sieve.of(in, body, zero);
    boolean due = seen.run(sampler.options().every());
    if (!due && !seen.context) {
      return;
    }
    String text = latin(in, body, zero);
    if (due && flight == null && sampler.takes(zero - body)) {
      Flight.Place place = new Flight.Place(sentGroups, Flight.Place.WHOLE);
      flight = new Flight(text, seen, new byte[0], context.now(inTransaction), place);
    }
    if (seen.context) {
      context.read(text);
    }
  }

  private void parse(ByteBuf in, int body, int end) {
    int nameEnd = Peek.zero(in, body, end);
    int textEnd = nameEnd < 0 ? -1 : Peek.zero(in, nameEnd + 1, end);
    if (textEnd < 0) {
      return;
    }
    Seen seen = sieve.of(in, nameEnd + 1, textEnd);
    long key = key(in, body, nameEnd);
    Named before = names.get(key);
    if (before != null && before.seen == seen && !seen.context) {
      return;
    }
    if (before == null && names.size() >= NAMES_MAX || textEnd - nameEnd > Sampler.TEXT_MAX) {
      names.remove(key);
      return;
    }
    String text = seen.text;
    if (text == null || seen.context) {
      text = latin(in, nameEnd + 1, textEnd);
      seen.prepared(text, types(in, textEnd + 1, end));
    }
    names.put(key, new Named(seen, text));
  }

  private static int[] types(ByteBuf in, int at, int end) {
    int count = at + 2 > end ? 0 : in.getUnsignedShort(at);
    int[] types = new int[Math.min(count, Math.max(0, end - at - 2) / 4)];
    for (int i = 0; i < types.length; i++) {
      types[i] = in.getInt(at + 2 + 4 * i);
    }
    return types;
  }

  private void bind(ByteBuf in, int body, int end) {
    int portalEnd = Peek.zero(in, body, end);
    int nameEnd = portalEnd < 0 ? -1 : Peek.zero(in, portalEnd + 1, end);
    Named named = nameEnd < 0 ? null : names.get(key(in, portalEnd + 1, nameEnd));
    if (named == null) {
      return;
    }
    if (named.seen.run(sampler.options().every()) && flight == null) {
      int length = end - nameEnd - 1;
      boolean values = sampler.options().mode() == SampleMode.VALUES && sampler.takes(length);
      byte[] bound = values ? ByteBufUtil.getBytes(in, nameEnd + 1, length) : new byte[0];
      Flight.Place place = new Flight.Place(sentGroups, sentCount);
      flight = new Flight(named.text, named.seen, bound, context.now(inTransaction), place);
    }
    if (named.seen.context) {
      context.read(named.text);
    }
  }

  private void describe(ByteBuf in, int body, int end) {
    int zero = body < end ? Peek.zero(in, body + 1, end) : -1;
    if (zero > 0 && in.getByte(body) == 'S') {
      Named named = names.get(key(in, body + 1, zero));
      // With two on their way their answers cannot be told apart.
      described = described != null || named == null ? null : named.seen;
    }
  }

  private static long key(ByteBuf in, int from, int end) {
    long key = 1;
    for (int i = from; i < end; i++) {
      key = (key ^ in.getByte(i)) * 0x9E3779B97F4A7C15L;
      key ^= key >>> 32;
    }
    return key;
  }

  private static String latin(ByteBuf in, int from, int end) {
    return in.toString(from, end - from, StandardCharsets.ISO_8859_1);
  }

  // ---- the server's answers ----

  @Override
  public void received(byte type, ByteBuf in, int body, int end) {
    switch (type) {
      case Wire.COMMAND_COMPLETE -> completed(rows(in, body, end));
      case 's', 'I' -> completed(0);
      case Wire.ERROR -> failed(in, body, end);
      case Wire.READY -> ready(in.getByte(body));
      case 't' -> types(in, body, end, described);
      case Wire.PARAMETER_STATUS -> reported(in, body, end);
      default -> {
        // Nothing to learn.
      }
    }
  }

  private void types(ByteBuf in, int body, int end, @Nullable Seen seen) {
    described = null;
    if (seen != null) {
      seen.described(types(in, body, end));
    }
  }

  private void completed(long rows) {
    Flight now = flight;
    if (now != null && now.place.whole(doneGroups)) {
      now.rows = Math.max(now.rows, rows);
    } else if (now != null && now.place.is(doneGroups, doneCount)) {
      now.rows = rows;
      land(now, "");
    }
    doneCount++;
  }

  private void failed(ByteBuf in, int body, int end) {
    Flight now = flight;
    described = null;
    if (now == null || now.place.group() != doneGroups) {
      return;
    }
    if (now.place.whole(doneGroups) || now.place.is(doneGroups, doneCount)) {
      land(now, Peek.field(in, body, end, 'C'));
    }
    // Else another failed before it, and it is skipped.
    flight = null;
  }

  private void ready(byte status) {
    Flight now = flight;
    inTransaction = status != 'I';
    if (!inTransaction) {
      context.transactionEnded();
    }
    if (now != null && now.place.whole(doneGroups)) {
      land(now, "");
    } else if (now != null && now.place.group() <= doneGroups) {
      flight = null;
    }
    doneGroups++;
    doneCount = 0;
  }

  private void land(Flight landed, String failure) {
    flight = null;
    sampler.offer(landed.observation(encoding, backslashes, failure));
  }

  private static long rows(ByteBuf in, int body, int end) {
    int at = end - 2;
    long rows = 0;
    for (long place = 1; at >= body && digit(in.getByte(at)) && place < 1L << 60; place *= 10) {
      rows += place * (in.getByte(at--) - '0');
    }
    return rows;
  }

  private static boolean digit(byte value) {
    return value >= '0' && value <= '9';
  }

  private void reported(ByteBuf in, int body, int end) {
    String name = Peek.bytes(in, body, end);
    String value = Peek.bytes(in, body + name.length() + 1, end);
    switch (name) {
      case "client_encoding" -> encoding = value;
      case "standard_conforming_strings" -> backslashes = value.equals("off");
      case "application_name" -> context.application(value);
      default -> {
        // Does not change how a text reads.
      }
    }
  }
}
