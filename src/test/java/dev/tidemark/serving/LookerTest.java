package dev.tidemark.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LookerTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration MOMENT = Duration.ofMillis(50);

  private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1);
  private final List<Look> looks = new CopyOnWriteArrayList<>();
  private Looker looker;

  /** When it began and ended. */
  private record Look(long start, long end) {}

  @AfterEach
  void end() {
    thread.shutdownNow();
  }

  @Test
  void itLooksWhenToldOfAChange() {
    // Given
    looker = looker(() -> {}, NEVER, NEVER);

    // When
    looker.changed();

    // Then
    awaitLooks(1);
  }

  @Test
  void howeverManyChangesComeWhileItRestsOneLookIsDue() throws Exception {
    // Given
    looker = looker(() -> {}, NEVER, NEVER);
    looker.changed();
    awaitLooks(1);

    // When
    for (int i = 0; i < 1_000; i++) {
      looker.changed();
    }

    // Then
    awaitIdle();
    assertThat(looks).hasSize(1);
    assertThat(thread.getQueue()).hasSize(2); // with the look that comes anyway
  }

  @Test
  void aChangeDuringALookTakesAnotherLookAfterARest() {
    // Given
    looker = looker(() -> looker.changed(), MOMENT, NEVER);

    // When
    looker.changed();

    // Then
    awaitLooks(2);
    assertThat(pause()).isGreaterThanOrEqualTo(MOMENT);
  }

  @Test
  void afterALongLookItRestsAsLongAsThatTook() {
    // Given
    looker =
        looker(
            () -> {
              looker.changed();
              LockSupport.parkNanos(MOMENT.toNanos());
            },
            Duration.ZERO,
            NEVER);

    // When
    looker.changed();

    // Then
    awaitLooks(2);
    Look first = looks.get(0);
    assertThat(pause()).isGreaterThanOrEqualTo(Duration.ofNanos(first.end() - first.start()));
  }

  @Test
  void itLooksNowAndThenWithoutBeingTold() {
    // When
    looker = looker(() -> {}, Duration.ZERO, MOMENT);

    // Then
    awaitLooks(2);
  }

  @Test
  void aLookThatFailsIsNotTheLast() {
    // Given
    looker =
        looker(
            () -> {
              throw new AssertionError("every look fails");
            },
            Duration.ZERO,
            NEVER);

    // When
    assertThatCode(looker::look).doesNotThrowAnyException();
    looker.changed();

    // Then
    awaitLooks(2);
  }

  @Test
  void aChangeAfterTheEndIsNoError() {
    // Given
    looker = looker(() -> {}, Duration.ZERO, NEVER);
    thread.shutdownNow();

    // Then
    assertThatCode(looker::changed).doesNotThrowAnyException();
  }

  private Looker looker(Runnable action, Duration rest, Duration anyway) {
    return new Looker(
        thread,
        () -> {
          long start = System.nanoTime();
          try {
            action.run();
          } finally {
            looks.add(new Look(start, System.nanoTime()));
          }
        },
        rest,
        anyway);
  }

  private void awaitLooks(int number) {
    await().atMost(PATIENCE).until(() -> looks.size() >= number);
  }

  /** Until the thread has done all that is not for later. */
  private void awaitIdle() throws Exception {
    thread.submit(() -> {}).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Between the first look and the second. */
  private Duration pause() {
    return Duration.ofNanos(looks.get(1).start() - looks.get(0).end());
  }
}
