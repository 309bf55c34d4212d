package dev.tidemark.ingest;

import static dev.tidemark.event.EventType.ATTACK;
import static dev.tidemark.event.EventType.CAMPAIGN;
import static dev.tidemark.event.EventType.MODEL;
import static dev.tidemark.event.EventType.RETRACT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.event.EventType;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StamperTest {

  private final AtomicLong now = new AtomicLong(1_000_000);
  private final Stamper stamper =
      new Stamper(() -> Instant.ofEpochMilli(now.get()), now::addAndGet);

  @Test
  void differentIdentitiesShareAMillisecondAndRepeatsDoNot() {
    assertThat(stamper.stamp(ATTACK, "a")).isEqualTo(1_000_000);
    assertThat(stamper.stamp(ATTACK, "b")).isEqualTo(1_000_000);
    assertThat(stamper.stamp(CAMPAIGN, "a")).isEqualTo(1_000_000);
    assertThat(stamper.stamp(MODEL, "a")).isEqualTo(1_000_000);
    assertThat(stamper.stamp(ATTACK, "a")).isEqualTo(1_000_001);
    assertThat(stamper.stamp(ATTACK, "a")).isEqualTo(1_000_002);
    assertThat(stamper.stamp(ATTACK, "b")).isEqualTo(1_000_002);
  }

  @Test
  void aLineAfterARetractionIsLater() {
    assertThat(stamper.stamp(ATTACK, "a")).isEqualTo(1_000_000);
    assertThat(stamper.stamp(RETRACT, "m")).isEqualTo(1_000_000);
    assertThat(stamper.stamp(ATTACK, "a")).isEqualTo(1_000_001);
    assertThat(stamper.stamp(RETRACT, "m")).isEqualTo(1_000_001);
    assertThat(stamper.stamp(RETRACT, "m")).isEqualTo(1_000_002);
  }

  @Test
  void aWallClockThatIsSetBackALittleMovesNothingBack() {
    stamper.stamp(ATTACK, "a");
    now.addAndGet(-5_000);

    assertThat(stamper.earliest()).isEqualTo(1_000_000);
    assertThat(stamper.stamp(ATTACK, "b")).isEqualTo(1_000_000);
  }

  @Test
  void aPublisherTooFarAheadIsMadeToWait() {
    for (int i = 0; i < 70_000; i++) {
      stamper.stamp(ATTACK, "a");
    }

    assertThat(now.get()).isBetween(1_069_700L, 1_069_900L); // pauses move this clock
  }

  @Test
  void whoRepeatsNothingDoesNotWaitForWhoDoes() {
    // Given: so far ahead that the next repeat waits
    for (int i = 0; i <= Stamper.MAX_AHEAD_MILLIS; i++) {
      stamper.stamp(ATTACK, "a");
    }
    assertThat(now).hasValue(1_000_000);

    // When
    long other = stamper.stamp(ATTACK, "b");

    // Then
    assertThat(now).hasValue(1_000_000);
    assertThat(other).isEqualTo(1_000_000 + Stamper.MAX_AHEAD_MILLIS);
    stamper.stamp(ATTACK, "a");
    assertThat(now).hasValue(1_000_001);
  }

  @Test
  void aWallClockThatWasSetFarBackIsAnErrorNotAnEndlessWait() {
    Stamper stuck = new Stamper(() -> Instant.ofEpochMilli(now.get()), millis -> {});
    stuck.stamp(ATTACK, "a");
    now.set(0);

    assertThatThrownBy(() -> stuck.stamp(ATTACK, "b")).isInstanceOf(ClockAheadException.class);
  }

  @Test
  void afterTheWaitAnotherProcessStampsLater() {
    // Given: stamps that are ahead of the clock
    for (int i = 0; i < 500; i++) {
      stamper.stamp(ATTACK, "a");
    }
    long last = stamper.stamp(RETRACT, "m");

    // When
    stamper.awaitPassed(last);

    // Then
    Stamper other = new Stamper(() -> Instant.ofEpochMilli(now.get()), now::addAndGet);
    assertThat(last).isEqualTo(1_000_499);
    assertThat(other.stamp(ATTACK, "a")).isEqualTo(1_000_500);
  }

  @Test
  void aStampThatHasPassedIsNotWaitedFor() {
    long stamp = stamper.stamp(ATTACK, "a");
    now.addAndGet(1);

    stamper.awaitPassed(stamp);

    assertThat(now).hasValue(1_000_001);
  }

  @Test
  void aWallClockThatWasSetFarBackIsNotWaitedForWithoutEnd() {
    // Given
    AtomicLong waited = new AtomicLong();
    Stamper stuck = new Stamper(() -> Instant.ofEpochMilli(now.get()), waited::addAndGet);
    long stamp = stuck.stamp(ATTACK, "a");
    now.set(0);

    // When
    stuck.awaitPassed(stamp);

    // Then
    assertThat(waited).hasValue(Stamper.MAX_WAIT_MILLIS);
  }

  /** The three promises of Stamper, held against random sequences. */
  @Test
  void promisesHoldForAnySequence() {
    Random random = new Random(7);
    Map<String, Long> lastOfIdentity = new HashMap<>();
    long last = 0;
    long lastRetraction = -1;
    for (int i = 0; i < 100_000; i++) {
      now.addAndGet(random.nextInt(3) - 1);
      EventType type = EventType.values()[random.nextInt(5)];
      String key = "k" + random.nextInt(4);

      long stamp = stamper.stamp(type, key);

      assertThat(stamp).isGreaterThanOrEqualTo(last).isGreaterThan(lastRetraction);
      Long previous = lastOfIdentity.put(type + key, stamp);
      assertThat(previous == null || previous < stamp).isTrue();
      last = stamp;
      lastRetraction = type == RETRACT ? stamp : lastRetraction;
    }
  }
}
