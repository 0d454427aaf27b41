package dev.daybreak.cdc;

import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a sentinel again and again, until its thread is interrupted. */
final class Heartbeat implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private final Sentinels sentinels;
  private final StreamState state;
  private final Duration period;
  private boolean failing;

  Heartbeat(Sentinels sentinels, StreamState state, Duration period) {
    this.sentinels = sentinels;
    this.state = state;
    this.period = period;
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        beat();
        Thread.sleep(period.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void beat() {
    try {
      state.retained(sentinels.beat());
      failing = false;
    } catch (SQLException e) {
      if (!failing) {
        LOG.warn("heartbeat=failed state={}", e.getSQLState());
      }
      failing = true;
    }
  }
}
