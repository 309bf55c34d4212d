package dev.tidemark.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

  private final Arrivals arrivals = new Arrivals();

  @Test
  void aResultIsThereOnceItsStandingCountsAsManyAsWereSentUpToIt() {
    // Given: what stood before doesn't matter.
    arrivals.read(1, "a|2026-08", 100, 1);
    arrivals.streamed(2, "a|2026-08", 1);
    arrivals.begin();

    // When: a result of the one, due at 1,010, and two of the other.
    arrivals.read(1_100, "a|2026-08", 101, 2);
    arrivals.read(1_200, "b|2026-08", 2, 3);
    arrivals.streamed(1_150, "a|2026-08", 2);
    arrivals.streamed(1_300, "b|2026-08", 3);

    // Then
    Map<String, List<Long>> due =
        Map.of("a|2026-08", List.of(1_010L), "b|2026-08", List.of(1_000L, 1_020L));
    assertThat(arrivals.atReader(due)).containsExactly(90, 200, 180);
    assertThat(arrivals.atClient(due)).containsExactly(140, 300, 280);
  }

  @Test
  void resultsOfAnotherStandingDoNotStandInForOneThatIsLate() {
    // Given
    arrivals.begin();

    // When: the one of a is late; those of b go by.
    arrivals.read(1_100, "b|2026-08", 1, 1);
    arrivals.read(1_200, "b|2026-08", 2, 2);
    arrivals.read(9_000, "a|2026-08", 1, 3);

    // Then
    assertThat(
            arrivals.atReader(
                Map.of("a|2026-08", List.of(1_000L), "b|2026-08", List.of(1_010L, 1_020L))))
        .containsExactly(90, 180, 8_000);
  }

  @Test
  void aResultThatNeverArrivesIsNoMeasurement() {
    arrivals.begin();
    arrivals.read(1_100, "a|2026-08", 1, 2);

    assertThatThrownBy(() -> arrivals.atReader(Map.of("a|2026-08", List.of(1_000L, 1_010L))))
        .hasMessage("1 of 2 results arrived");
    arrivals.streamed(1_200, "a|2026-08", 9);
    assertThatThrownBy(() -> arrivals.atClient(Map.of("a|2026-08", List.of(1_000L))))
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
