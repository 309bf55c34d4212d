package dev.tidemark.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ArrivalsTest {

  private final Arrivals arrivals = new Arrivals();

  @Test
  void aResultIsThereOnceStandingsCountAsManyAsWereSentUpToIt() {
    // Given: what stood before doesn't matter.
    arrivals.read(1, "a|2026-08", 100, 1);
    arrivals.streamed(2, "a|2026-08", 1);
    arrivals.begin();

    // When: three results, due at 1,000, 1,010 and 1,020.
    arrivals.read(1_100, "a|2026-08", 101, 2);
    arrivals.read(1_200, "b|2026-08", 2, 3);
    arrivals.streamed(1_150, "a|2026-08", 2);
    arrivals.streamed(1_300, "b|2026-08", 3);

    // Then
    long[] due = {1_000, 1_010, 1_020};
    assertThat(arrivals.atReader(due)).containsExactly(100, 190, 180);
    assertThat(arrivals.atClient(due)).containsExactly(150, 290, 280);
  }

  @Test
  void aResultThatNeverArrivesIsNoMeasurement() {
    arrivals.begin();
    arrivals.read(1_100, "a|2026-08", 1, 2);

    assertThatThrownBy(() -> arrivals.atReader(new long[] {1_000, 1_010}))
        .hasMessage("1 of 2 results arrived");
    arrivals.streamed(1_200, "a|2026-08", 9);
    assertThatThrownBy(() -> arrivals.atClient(new long[] {1_000}))
        .hasMessageContaining("no such standing");
  }

  @Test
  void quantilesAreThoseOfNearestRank() {
    long[] nanos = new long[100];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = (100 - i) * 1_000_000L;
    }

    assertThat(Quantiles.of(nanos)).isEqualTo(new Quantiles(50, 95, 99, 100, 100));
    assertThat(Quantiles.of(new long[] {7_000_000})).isEqualTo(new Quantiles(7, 7, 7, 7, 1));
  }
}
