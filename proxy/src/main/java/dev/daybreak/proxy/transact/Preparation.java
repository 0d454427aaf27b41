package dev.daybreak.proxy.transact;

import dev.daybreak.proxy.backend.ServerLink;
import dev.daybreak.proxy.session.RouteRuntime;
import dev.daybreak.proxy.sql.SqlCache;
import dev.daybreak.proxy.track.Tracker;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/**
 * Lifts a fence from a connection that no client has borrowed yet, so that nobody has to wait for
 * that later. Used by the connection's event loop.
 */
final class Preparation implements Borrower {
  private final ServerSide side;
  private final Tracker tracker;
  private Consumer<String> done = failure -> {};

  Preparation(ServerLink link, SqlCache cache) {
    this.side = ServerSide.of(link);
    this.tracker = new Tracker(cache);
  }

  /**
   * Makes it writing.
   *
   * @param ended hears once why that failed; empty when it did not
   */
  void begin(RouteRuntime runtime, Consumer<String> ended) {
    done = ended;
    side.serve(this);
    tracker.lent(side.statements());
    if (side.link().channel().isActive()) {
      new Fitting(side, tracker, runtime.switched(), () -> end("")).write();
    } else {
      serverGone();
    }
  }

  private void end(String failure) {
    Consumer<String> told = done;
    done = again -> {};
    side.serve(null);
    told.accept(failure);
  }

  @Override
  public Tracker tracker() {
    return tracker;
  }

  @Override
  public void arrived(int bytes) {
    // No client's.
  }

  @Override
  public void toClient(ByteBuf bytes) {
    bytes.release();
  }

  @Override
  public void flushClient() {
    // Nothing was written.
  }

  @Override
  public void throttle() {
    // Nothing is read.
  }

  @Override
  public void reported(String name, String value) {
    // Nobody to be told.
  }

  @Override
  public void failed(String state, boolean fatally, boolean hidden) {
    end("the server refused with " + state);
  }

  @Override
  public void ready(boolean hidden) {
    // The query has told.
  }

  @Override
  public void serverGone() {
    end("it was closed");
  }
}
