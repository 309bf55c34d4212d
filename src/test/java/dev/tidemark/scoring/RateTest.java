package dev.tidemark.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Wilson's interval; the values with four decimals are those of textbooks. */
class RateTest {

  @Test
  void noBreachInTenIsNotAZeroRate() {
    // Given: p = 0, so centre = half = z^2/2n / (1 + z^2/n), and high = z^2 / (n + z^2)
    // z^2 = 1.959964^2 = 3.841459; 3.841459 / 13.841459 = 0.277533

    // When
    Rate rate = Rate.of(0, 10, Tallies.V1);

    // Then
    assertThat(rate.value()).isZero();
    assertThat(rate.low()).isZero();
    assertThat(rate.high()).isCloseTo(0.2775, within(5e-5));
  }

  @Test
  void allBreachedMirrorsNoneBreached() {
    // When
    Rate rate = Rate.of(10, 10, Tallies.V1);

    // Then
    assertThat(rate.value()).isEqualTo(1);
    assertThat(rate.low()).isCloseTo(0.7225, within(5e-5));
    assertThat(rate.high()).isEqualTo(1);
  }

  @Test
  void halfOfTen() {
    // Given: z^2/n = 0.3841459; centre = (0.5 + 0.1920729) / 1.3841459 = 0.5
    // half = 1.959964 / 1.3841459 * sqrt(0.25 / 10 + 3.841459 / 400)
    //      = 1.4160097 * sqrt(0.0346036) = 1.4160097 * 0.1860206 = 0.2634070

    // When
    Rate rate = Rate.of(5, 10, Tallies.V1);

    // Then
    assertThat(rate.low()).isCloseTo(0.2366, within(5e-5));
    assertThat(rate.high()).isCloseTo(0.7634, within(5e-5));
  }

  @Test
  void valuesOfNewcombe() {
    // Given: R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3

    // When
    Rate many = Rate.of(81, 263, Tallies.V1);
    Rate few = Rate.of(15, 148, Tallies.V1);
    Rate none = Rate.of(0, 20, Tallies.V1);
    Rate one = Rate.of(1, 29, Tallies.V1);

    // Then
    assertThat(many.low()).isCloseTo(0.2553, within(5e-5));
    assertThat(many.high()).isCloseTo(0.3662, within(5e-5));
    assertThat(few.low()).isCloseTo(0.0624, within(5e-5));
    assertThat(few.high()).isCloseTo(0.1605, within(5e-5));
    assertThat(none.high()).isCloseTo(0.1611, within(5e-5));
    assertThat(one.low()).isCloseTo(0.0061, within(5e-5));
    assertThat(one.high()).isCloseTo(0.1718, within(5e-5));
  }

  @Test
  void withoutAttemptsThereIsNoRate() {
    assertThat(Rate.of(0, 0, Tallies.V1)).isNull();
  }

  @Test
  void theIntervalHoldsTheRateAndStaysWithinZeroAndOne() {
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      // Given
      long n = 1 + random.nextInt(1 << random.nextInt(30));
      long breached = random.nextLong(n + 1);

      // When
      Rate rate = Rate.of(breached, n, Tallies.V1);

      // Then
      assertThat(rate.low()).isBetween(0.0, rate.value());
      assertThat(rate.high()).isBetween(rate.value(), 1.0);
    }
  }
}
