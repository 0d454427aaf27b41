package dev.daybreak.proxy.track;

import dev.daybreak.proxy.sql.Sql;
import dev.daybreak.proxy.sql.SqlCache;
import dev.daybreak.proxy.wire.Frames;
import dev.daybreak.proxy.wire.Peek;
import dev.daybreak.proxy.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the proxy knows of one server session by watching both directions: replies awaited,
 * transaction status, prepared statements, custom settings. Used by the session's event loop;
 * {@link #status} may be read by others.
 */
public final class Tracker {
  private static final byte IDLE = 'I';

  private final SqlCache cache;
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private final Map<String, Prepared> statements = new HashMap<>();
  private final Set<String> customSettings = new HashSet<>();
  private final Set<String> unmovable = new HashSet<>();
  private final Set<String> left = new HashSet<>();
  private volatile byte status = IDLE;
  private int generation;
  private boolean extended;
  private boolean bound;
  private boolean begun;
  private boolean errored;
  private boolean copyIn;
  private boolean readOnlyBlock;
  private boolean replaying;
  private @Nullable ServerStatements shared;
  private @Nullable Onlooker onlooker;

  public Tracker(SqlCache cache) {
    this.cache = cache;
  }

  /** Shows everything from now on to one more; null for nobody. */
  public void shownTo(@Nullable Onlooker other) {
    onlooker = other;
  }

  /** Whether replies are still to come. */
  public boolean awaiting() {
    return !pending.isEmpty();
  }

  /** Whether what the server sends now answers a query of our own. */
  public boolean hiding() {
    Pending head = pending.peek();
    return head != null && head.query != null;
  }

  /** How many replies are still to come. */
  public int awaited() {
    return pending.size();
  }

  /** Whether the server session is between transactions and has nothing half said. */
  public boolean idle() {
    return pending.isEmpty() && status == IDLE && !(extended && (bound || errored));
  }

  public boolean inTransaction() {
    return status != IDLE;
  }

  public byte status() {
    return status;
  }

  /** Whether the open transaction block was declared READ ONLY and stays so. */
  public boolean readOnlyBlock() {
    return readOnlyBlock && status != IDLE;
  }

  /** Whether a transaction is open that may have written: a block, or a unit without its Sync. */
  public boolean mayWrite() {
    return inTransaction() ? !readOnlyBlock() : executing();
  }

  /** Whether at ReadyForQuery such a transaction is still open. */
  public boolean stillOpen() {
    return inTransaction() || executing() && pending.stream().noneMatch(Pending::ready);
  }

  private boolean executing() {
    return extended && bound && !errored;
  }

  /** Whether the server has the beginning of a unit, which it will not answer by itself. */
  public boolean begun() {
    return begun;
  }

  /** The server has been told to answer what it has. */
  public void flushed() {
    begun = false;
  }

  /** Whether the server leaves out what it is sent, up to a Sync. */
  public boolean skipping() {
    return errored;
  }

  /** Whether nothing runs, and nothing can be written before the client sends more. */
  public boolean still() {
    return pending.isEmpty() && (readOnlyBlock() || errored && status == IDLE);
  }

  /** What keeps its transaction from being over, for people. */
  public String unfinished() {
    if (inTransaction()) {
      return "an open transaction";
    }
    boolean silent = pending.isEmpty() && executing();
    return silent ? "a transaction without its Sync" : "a statement in flight";
  }

  public boolean copyIn() {
    return copyIn;
  }

  public boolean extended() {
    return extended;
  }

  public Set<String> customSettings() {
    return customSettings;
  }

  public Set<String> unmovable() {
    return unmovable;
  }

  public SqlCache cache() {
    return cache;
  }

  public @Nullable Prepared prepared(String name) {
    return statements.get(name);
  }

  /** Whether what is sent next was sent before and rejected as a whole. */
  public void replaying(boolean again) {
    replaying = again;
  }

  /**
   * What is sent from now on goes to a server session that other clients use too, between
   * transactions.
   *
   * @param statements what that session holds
   */
  public void lent(ServerStatements statements) {
    shared = statements;
    left.clear();
  }

  /** What has changed the server session beyond its transaction since it was lent. */
  public Set<String> left() {
    return left;
  }

  /** What was done so far is known. */
  public void stateKnown() {
    left.clear();
  }

  /** A new server session takes over: it holds no statement, and nothing is awaited of it. */
  public void moved() {
    generation++;
    pending.clear();
    status = IDLE;
    extended = false;
    begun = false;
    bound = false;
    errored = false;
    copyIn = false;
  }

  /** Expects the replies of a query of our own. */
  public void sent(HiddenQuery query) {
    pending.add(Pending.hidden(query));
    // Whatever was prepared without a Sync, a simple query ends that transaction.
    extended = false;
    // A simple query does away with the unnamed statement, and the client knows of none.
    Prepared unnamed = statements.get("");
    if (unnamed != null) {
      unnamed.generation = -1;
    }
    if (shared != null) {
      shared.forgetUnnamed();
    }
  }

  /**
   * Notes a frame of the client's before it goes to the server.
   *
   * @param at where the frame begins
   * @param end where it ends
   * @return what to send instead; null when the frame itself
   */
  public @Nullable ByteBuf sent(byte type, ByteBuf in, int at, int end) {
    if (errored && type != Wire.SYNC) {
      return null;
    }
    if (onlooker != null) {
      onlooker.sent(type, in, at, end, pending.isEmpty() && !extended);
    }
    int body = at + Wire.HEADER;
    begun = Unit.begins(type) || begun && !Unit.ends(type);
    switch (type) {
      case Wire.QUERY -> {
        if (shared != null) {
          shared.forgetUnnamed();
        }
        execute(cache.watched(in, body, Peek.textEnd(in, body, end)));
        return query(in, at, end);
      }
      case Wire.FUNCTION_CALL -> {
        return query(in, at, end);
      }
      case Wire.SYNC -> {
        pending.add(Pending.SYNC);
        extended = false;
        bound = false;
        errored = false;
      }
      case Wire.PARSE -> {
        return parse(in, at, end);
      }
      case Wire.BIND -> {
        return bind(in, at, end);
      }
      case Wire.DESCRIBE -> {
        return describe(in, at, end);
      }
      case Wire.CLOSE -> close(in, body, end);
      case Wire.EXECUTE -> extended = true;
      case Wire.COPY_DONE, Wire.COPY_FAIL -> copyEnds();
      default -> {
        // Nothing to remember.
      }
    }
    return null;
  }

  /**
   * Where extended messages without a Sync come before, a mark tells whose an error is: after one
   * of theirs the server skips the query too.
   */
  private @Nullable ByteBuf query(ByteBuf in, int at, int end) {
    ByteBuf instead = null;
    if (extended) {
      pending.add(Pending.close("", null, true));
      instead = Unpooled.wrappedBuffer(Frames.closePortal(), in.retainedSlice(at, end - at));
      extended = false;
    }
    pending.add(Pending.QUERY);
    return instead;
  }

  private void execute(Sql sql) {
    if (idle() && !bound) {
      readOnlyBlock = sql.beginReadOnly();
    } else if (sql.begin()) {
      readOnlyBlock = false;
    }
    bound = true;
    if (sql.plain()) {
      return;
    }
    left.addAll(sql.leaves());
    readOnlyBlock &= !sql.escapes();
    customSettings.addAll(sql.customSettings());
    unmovable.addAll(sql.unmovable());
  }

  private @Nullable ByteBuf parse(ByteBuf in, int at, int end) {
    int body = at + Wire.HEADER;
    String name = Peek.bytes(in, body, end);
    int textAt = body + name.length() + 1;
    int textEnd = Peek.textEnd(in, textAt, end);
    byte[] frame = Prepared.copy(in, at, end, textEnd + 1 - at, generation > 0);
    Sql watched = cache.watched(in, textAt, textEnd);
    Prepared now = new Prepared(frame, watched, cache, generation);
    Prepared before = statements.put(name, now);
    extended = true;
    ByteBuf instead = generation > 0 ? Unpooled.wrappedBuffer(frame) : null;
    boolean known = before != null && before.generation == generation && !name.isEmpty();
    boolean taken = shared != null && shared.prepares(name, frame);
    if (replaying && known || taken) {
      pending.add(Pending.close(name, null, true));
      instead = Unpooled.wrappedBuffer(Frames.closeStatement(name), Unpooled.wrappedBuffer(frame));
    }
    pending.add(Pending.parse(name, now, before, false));
    return instead;
  }

  private @Nullable ByteBuf bind(ByteBuf in, int at, int end) {
    int portalEnd = Peek.textEnd(in, at + Wire.HEADER, end);
    String name = Peek.bytes(in, portalEnd + 1, end);
    Prepared prepared = statements.get(name);
    extended = true;
    if (prepared == null) {
      bound = true;
      readOnlyBlock = false;
      return null;
    }
    execute(prepared.watched);
    if (prepared.watched.settingByParameter()) {
      BoundNames.collect(in, portalEnd + name.length() + 2, end, customSettings);
    }
    return revived(name, prepared, in, at, end);
  }

  private @Nullable ByteBuf describe(ByteBuf in, int at, int end) {
    pending.add(Pending.DESCRIBE);
    extended = true;
    if (in.getByte(at + Wire.HEADER) != 'S') {
      return null;
    }
    String name = Peek.bytes(in, at + Wire.HEADER + 1, end);
    Prepared prepared = statements.get(name);
    Pending describe = pending.removeLast();
    ByteBuf instead = prepared == null ? null : revived(name, prepared, in, at, end);
    pending.add(describe);
    return instead;
  }

  private @Nullable ByteBuf revived(String name, Prepared prepared, ByteBuf in, int at, int end) {
    if (shared != null) {
      return borrowed(shared, name, prepared, in, at, end);
    }
    if (prepared.generation == generation) {
      return null;
    }
    prepared.generation = generation;
    pending.add(Pending.parse(name, prepared, prepared, true));
    return Unpooled.wrappedBuffer(
        Unpooled.wrappedBuffer(prepared.again(generation)), in.retainedSlice(at, end - at));
  }

  /** Another client's statement may stand under the name; then it makes way. */
  private @Nullable ByteBuf borrowed(
      ServerStatements there, String name, Prepared prepared, ByteBuf in, int at, int end) {
    byte[] again = prepared.again(generation);
    if (there.holds(name, again)) {
      return null;
    }
    ByteBuf parse = Unpooled.wrappedBuffer(again);
    ByteBuf frame = in.retainedSlice(at, end - at);
    boolean taken = there.prepares(name, again);
    if (taken) {
      pending.add(Pending.close(name, null, true));
    }
    pending.add(Pending.parse(name, prepared, prepared, true));
    return taken
        ? Unpooled.wrappedBuffer(Frames.closeStatement(name), parse, frame)
        : Unpooled.wrappedBuffer(parse, frame);
  }

  private void close(ByteBuf in, int body, int end) {
    extended = true;
    boolean statement = in.getByte(body) == 'S';
    String name = statement ? Peek.bytes(in, body + 1, end) : "";
    Prepared before = statement ? statements.remove(name) : null;
    if (statement && shared != null) {
      shared.closes(name);
    }
    pending.add(Pending.close(name, before, false));
  }

  /** Syncs sent while the server was in copy mode of the extended protocol are not answered. */
  private void copyEnds() {
    if (copyIn && !pending.isEmpty() && pending.peek().kind == Pending.Kind.SYNC) {
      pending.removeIf(entry -> entry.kind == Pending.Kind.SYNC);
      extended = true;
      bound = true;
    }
    copyIn = false;
  }

  /** Whether a frame from the server goes on to the client. */
  public boolean received(byte type, ByteBuf in, int body, int end) {
    Pending head = pending.peek();
    if (head != null && head.query != null && type != Wire.NOTIFICATION) {
      hidden(head.query, type, in, body, end);
      return false;
    }
    if (onlooker != null) {
      onlooker.received(type, in, body, end);
    }
    switch (type) {
      case Wire.READY -> {
        status = in.getByte(body);
        readOnlyBlock &= status != IDLE;
        bound &= extended;
        copyIn = false;
        pending.poll();
      }
      case Wire.PARSE_COMPLETE -> {
        return passes(head, Pending.Kind.PARSE);
      }
      case Wire.CLOSE_COMPLETE -> {
        return passes(head, Pending.Kind.CLOSE);
      }
      case 'T', 'n' -> passes(head, Pending.Kind.DESCRIBE);
      case Wire.ERROR -> failed();
      case Wire.COPY_IN -> copyIn = true;
      case Wire.COMMAND_COMPLETE -> completed(in, body, end);
      default -> {
        // Nothing to remember.
      }
    }
    return true;
  }

  private void hidden(HiddenQuery query, byte type, ByteBuf in, int body, int end) {
    query.received(type, in, body, end);
    if (type == Wire.READY) {
      status = in.getByte(body);
      pending.poll();
      query.complete();
    }
  }

  private boolean passes(@Nullable Pending head, Pending.Kind kind) {
    if (head == null || head.kind != kind) {
      return true;
    }
    pending.poll();
    return !head.hidden;
  }

  private void failed() {
    if (copyIn && !pending.isEmpty() && pending.peek().kind == Pending.Kind.SYNC) {
      pending.removeIf(entry -> entry.kind == Pending.Kind.SYNC);
      errored = true;
    }
    copyIn = false;
    Pending head = pending.peek();
    boolean skips = head == null ? extended : head.kind != Pending.Kind.QUERY;
    while (skips && !pending.isEmpty() && pending.peek().kind != Pending.Kind.SYNC) {
      undo(pending.poll());
    }
    if (skips && pending.isEmpty()) {
      errored = true;
      extended = true;
    }
  }

  private void undo(Pending entry) {
    if (shared != null && entry.kind != Pending.Kind.DESCRIBE) {
      shared.unsure(entry.name);
    }
    if (entry.hidden && entry.now != null) {
      entry.now.generation = -1;
    } else if (entry.before != null) {
      statements.put(entry.name, entry.before);
    } else if (entry.kind == Pending.Kind.PARSE) {
      statements.remove(entry.name);
    }
  }

  private void completed(ByteBuf in, int body, int end) {
    if (in.getByte(body) != 'D' || end - body < 12) {
      return;
    }
    String tag = Peek.bytes(in, body, end);
    if (tag.equals("DISCARD ALL") || tag.equals("DEALLOCATE ALL")) {
      statements.clear();
      if (shared != null) {
        shared.clear();
      }
    }
  }
}
