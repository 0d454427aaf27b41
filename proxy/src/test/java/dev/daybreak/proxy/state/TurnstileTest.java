package dev.daybreak.proxy.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnstileTest {
  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
  private final ExecutorService loop = Executors.newFixedThreadPool(4);

  @AfterEach
  void stop() {
    clock.shutdownNow();
    loop.shutdownNow();
  }

  @Test
  void noMoreAreInsideThanMayBeAndAllGetTheirTurn() throws Exception {
    Turnstile turnstile = Turnstile.unpaced(2, clock);
    AtomicInteger inside = new AtomicInteger();
    List<Integer> seen = new CopyOnWriteArrayList<>();
    CountDownLatch done = new CountDownLatch(20);
    for (int i = 0; i < 20; i++) {
      turnstile.enter(
          loop,
          () -> {
            seen.add(inside.incrementAndGet());
            clock.schedule(
                () -> {
                  inside.decrementAndGet();
                  turnstile.leave();
                  done.countDown();
                },
                1,
                TimeUnit.MILLISECONDS);
          });
    }
    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(seen).hasSize(20).allMatch(count -> count <= 2).contains(2);
  }

  @Test
  void manyBeginOneAfterTheOther() throws Exception {
    Turnstile turnstile = Turnstile.paced(8, clock, () -> 1_000);
    List<Long> starts = new CopyOnWriteArrayList<>();
    CountDownLatch done = new CountDownLatch(10);
    for (int i = 0; i < 10; i++) {
      turnstile.enter(
          loop,
          () -> {
            starts.add(System.nanoTime());
            turnstile.leave();
            done.countDown();
          });
    }
    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    List<Long> sorted = new ArrayList<>(starts);
    sorted.sort(null);
    long whole = sorted.get(9) - sorted.get(0);
    // Ten seconds for a thousand: nine gaps of ten milliseconds, less what the first was late.
    assertThat(TimeUnit.NANOSECONDS.toMillis(whole)).isGreaterThanOrEqualTo(70);
  }

  @Test
  void whoHasGoneMakesRoom() throws Exception {
    Turnstile turnstile = Turnstile.unpaced(1, clock);
    ExecutorService ended = Executors.newSingleThreadExecutor();
    ended.shutdownNow();
    turnstile.enter(ended, () -> {});
    CountDownLatch done = new CountDownLatch(1);
    turnstile.enter(loop, done::countDown);
    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
  }
}
