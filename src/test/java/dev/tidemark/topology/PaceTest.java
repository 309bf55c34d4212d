package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

  private long now = Long.MAX_VALUE - 1_000_000;
  private final Pace pace = new Pace(() -> now);
  private int done;

  @Test
  void whatTakesNoTimeIsAlwaysDone() {
    for (int i = 0; i < 3; i++) {
      pace.run(work(0));
    }
    assertThat(done).isEqualTo(3);
  }

  @Test
  void whatTakesLongRestsThreeTimesAsLong() {
    pace.run(work(20_000_000));
    now += 59_999_999;
    pace.run(work(0));
    assertThat(done).isEqualTo(1);
    now++;
    pace.run(work(0));
    assertThat(done).isEqualTo(2);
  }

  @Test
  void restsForATenthOfASecondAtMost() {
    pace.run(work(15_000_000_000L));
    now += 99_999_999;
    pace.run(work(0));
    assertThat(done).isEqualTo(1);
    now++;
    pace.run(work(0));
    assertThat(done).isEqualTo(2);
  }

  private Runnable work(long nanos) {
    return () -> {
      done++;
      now += nanos;
    };
  }
}
