package dev.tidemark.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OraclePropertiesTest {

  private static final int EVENTS = 600;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void neitherOrderNorRepeatsChangeAnything(long seed) {
    // Given
    List<OracleRecord> events = EventGenerator.events(new Random(seed), ContentHash::of, EVENTS);
    List<OracleRecord> shuffled = new ArrayList<>(events);
    shuffled.addAll(events.subList(0, EVENTS / 3));
    Collections.shuffle(shuffled, new Random(seed + 100));

    // When
    var standings = Oracle.standings(shuffled);

    // Then
    assertThat(standings).isNotEmpty().isEqualTo(Oracle.standings(events));
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void everyStandingKeepsToItsRanges(long seed) {
    // Given
    List<OracleRecord> events = EventGenerator.events(new Random(seed), ContentHash::of, EVENTS);

    // When
    var standings = Oracle.standings(events);

    // Then
    assertThat(standings.values())
        .isNotEmpty()
        .allSatisfy(
            standing -> {
              assertThat(standing.tally()).isNotEmpty();
              assertThat(standing.tally().values())
                  .allMatch(counts -> counts.stream().allMatch(count -> count >= 0))
                  .allMatch(counts -> counts.stream().anyMatch(count -> count > 0));
              assertOrdered(0, standing.casi().low(), standing.casi().score());
              assertOrdered(standing.casi().score(), standing.casi().high(), 100);
              assertOrdered(0, standing.ars().low(), standing.ars().score());
              assertOrdered(standing.ars().score(), standing.ars().high(), 100);
              assertOrdered(0, standing.performance(), 100);
              assertOrdered(0, standing.coverage(), 1);
              assertOrdered(0, standing.mcnemar(), 1);
            });
  }

  /** The interval rests on dCASI/dp; here it is measured by moving p instead of derived. */
  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25})
  void theSlopesOfCasiAreThoseOfItsScore(long seed) {
    // Given: cells big enough that m stays 30 while one more breach moves p by a millionth
    Random random = new Random(seed);
    long n = 1_000_000;
    List<long[]> breaches = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      breaches.add(new long[] {random.nextInt(4), random.nextInt(4), 1 + random.nextInt(999_998)});
    }

    // When
    OracleStanding.Casi casi = OracleCasi.of(tally(breaches, n, -1), false);

    // Then: SE^2 = sum of slope^2 * p'(1-p')/n
    double variance = 0;
    for (int i = 0; i < breaches.size(); i++) {
      double slope = (OracleCasi.of(tally(breaches, n, i), false).score() - casi.score()) * n;
      double p = (breaches.get(i)[2] + 1.0) / (n + 2.0);
      variance += slope * slope * p * (1 - p) / n;
    }
    double margin = 1.959964 * Math.sqrt(variance);
    Offset<Double> measured = within(margin * 1e-4);
    assertThat(casi.score() - casi.low()).isEqualTo(margin, measured);
    assertThat(casi.high() - casi.score()).isEqualTo(margin, measured);
  }

  /** Seven cells in six categories on four rungs, with one breach more in the one moved. */
  private static OracleTally tally(List<long[]> breaches, long n, int moved) {
    OracleTally tally = new OracleTally();
    for (int i = 0; i < breaches.size(); i++) {
      long[] cell = breaches.get(i);
      long breached = cell[2] + (i == moved ? 1 : 0);
      tally.addCell("ATTACK", "c" + i % 6, (int) cell[0], i % 4, breached, n - breached, 0);
    }
    return tally;
  }

  private static void assertOrdered(Number low, Double value, Number high) {
    if (value != null && low != null && high != null) {
      assertThat(value).isBetween(low.doubleValue(), high.doubleValue());
    }
  }
}
