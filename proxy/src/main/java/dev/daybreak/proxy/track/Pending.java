package dev.daybreak.proxy.track;

import org.jspecify.annotations.Nullable;

/** A reply that is expected of the server, in the order of what was sent. */
final class Pending {
  /** Which frame ends the waiting. */
  enum Kind {
    /** ReadyForQuery after a Query or FunctionCall. */
    QUERY,
    /** ReadyForQuery after a Sync. */
    SYNC,
    PARSE,
    CLOSE,
    DESCRIBE
  }

  static final Pending QUERY = new Pending(Kind.QUERY, "", null, null, false, null);
  static final Pending SYNC = new Pending(Kind.SYNC, "", null, null, false, null);
  static final Pending DESCRIBE = new Pending(Kind.DESCRIBE, "", null, null, false, null);

  final Kind kind;
  final String name;
  final @Nullable Prepared now;
  final @Nullable Prepared before;

  /** Whether the client does not know of it. */
  final boolean hidden;

  final @Nullable HiddenQuery query;

  private Pending(
      Kind kind,
      String name,
      @Nullable Prepared now,
      @Nullable Prepared before,
      boolean hidden,
      @Nullable HiddenQuery query) {
    this.kind = kind;
    this.name = name;
    this.now = now;
    this.before = before;
    this.hidden = hidden;
    this.query = query;
  }

  static Pending parse(String name, Prepared now, @Nullable Prepared before, boolean hidden) {
    return new Pending(Kind.PARSE, name, now, before, hidden, null);
  }

  static Pending close(String name, @Nullable Prepared before, boolean hidden) {
    return new Pending(Kind.CLOSE, name, null, before, hidden, null);
  }

  static Pending hidden(HiddenQuery query) {
    return new Pending(Kind.QUERY, "", null, null, true, query);
  }

  /** Whether ReadyForQuery ends it. */
  boolean ready() {
    return kind == Kind.QUERY || kind == Kind.SYNC;
  }
}
