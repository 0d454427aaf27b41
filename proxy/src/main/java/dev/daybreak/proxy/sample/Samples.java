package dev.daybreak.proxy.sample;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The samples of one proxy, all written by one thread, which begins with the first of them. */
public final class Samples implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Samples.class);
  private static final int WORK_MILLIS = 250;
  private static final int CLOSE_SECONDS = 5;

  private final Path directory;
  private final String proxyId;
  private final Map<String, Job> recorders = new HashMap<>();
  private @Nullable ScheduledThreadPoolExecutor writer;

  /** A recorder and its turns. */
  private record Job(Recorder recorder, Future<?> turns) {}

  /**
   * @param directory where files are; made when first needed, for its owner only
   * @param proxyId names the thread
   */
  public Samples(Path directory, String proxyId) {
    this.directory = directory;
    this.proxyId = proxyId;
  }

  /** Samples a route from now on; null when the options say that nothing is to be sampled. */
  public synchronized @Nullable Sampler sample(String route, SampleOptions options) {
    close(route);
    if (!options.on()) {
      return null;
    }
    Sampler sampler = new Sampler(options);
    Recorder recorder = new Recorder(route, SampleFile.of(directory, route), sampler);
    Future<?> turns =
        writer().scheduleWithFixedDelay(recorder::work, 0, WORK_MILLIS, TimeUnit.MILLISECONDS);
    recorders.put(route, new Job(recorder, turns));
    return sampler;
  }

  private ScheduledThreadPoolExecutor writer() {
    ScheduledThreadPoolExecutor present = writer;
    if (present == null) {
      present =
          new ScheduledThreadPoolExecutor(
              1, new DefaultThreadFactory("proxy-sample-" + proxyId, true));
      present.setExecuteExistingDelayedTasksAfterShutdownPolicy(true);
      present.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
      writer = present;
    }
    return present;
  }

  /** Ends a route's sample. */
  public synchronized void close(String route) {
    Job job = recorders.remove(route);
    if (job != null) {
      job.turns.cancel(false);
      writer().execute(job.recorder::close);
    }
  }

  /** Writes what is gathered and ends the thread. */
  @Override
  public void close() {
    ScheduledThreadPoolExecutor last;
    synchronized (this) {
      Map.copyOf(recorders).keySet().forEach(this::close);
      last = writer;
    }
    if (last == null) {
      return;
    }
    last.shutdown();
    try {
      if (!last.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("event=samples_not_closed directory={}", directory);
        last.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
