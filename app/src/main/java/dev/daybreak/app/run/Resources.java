package dev.daybreak.app.run;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a command has started, closed in the opposite order: at the command's end or when the
 * process is told to stop, whichever comes first. Thread-safe.
 */
public final class Resources implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Resources.class);

  private static volatile boolean stopping;

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Thread hook = new Thread(this::closeInHook, "daybreak-stop");
  private boolean closed;

  private Resources() {}

  /** An empty set. */
  public static Resources create() {
    return new Resources();
  }

  /** An empty set that is also closed by SIGTERM and SIGINT. */
  public static Resources closedAtExit() {
    Resources resources = new Resources();
    Runtime.getRuntime().addShutdownHook(resources.hook);
    return resources;
  }

  /** Whether the process was told to stop: errors of interrupted work mean nothing then. */
  public static boolean stopping() {
    return stopping;
  }

  /** Takes charge of something; closes it at once when everything is closed already. */
  public <T extends AutoCloseable> T add(T resource) {
    synchronized (this) {
      if (!closed) {
        open.push(resource);
        return resource;
      }
    }
    closeOne(resource);
    return resource;
  }

  @Override
  public void close() {
    closeAll();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook waits for, or does, the same work.
    }
  }

  private void closeInHook() {
    stopping = true;
    closeAll();
  }

  private void closeAll() {
    synchronized (this) {
      closed = true;
      while (!open.isEmpty()) {
        closeOne(open.pop());
      }
    }
  }

  private static void closeOne(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      LOG.warn("close failed resource={}", resource.getClass().getSimpleName(), e);
    }
  }
}
