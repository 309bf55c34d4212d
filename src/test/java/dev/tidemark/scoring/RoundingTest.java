package dev.tidemark.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundingTest {

  @ParameterizedTest
  @CsvSource({
    "1.005, 2, 1.01", // the double is 1.00499999999999989...
    "0.125, 2, 0.13",
    "0.124999999, 2, 0.12",
    "-0.125, 2, -0.13",
    "-0.001, 2, 0.00",
    "-0.0, 2, 0.00",
    "99.995, 2, 100.00",
    "45.65, 1, 45.7",
    "1e22, 2, 10000000000000000000000.00",
    "1e-10, 2, 0.00",
    "83.5, 0, 84",
  })
  void roundsTheDecimalThatPeopleSee(double value, int decimals, String text) {
    assertThat(Rounding.halfUp(value, decimals)).isEqualTo(text);
  }

  @Test
  void isBlankWithoutAValue() {
    assertThat(Rounding.halfUp(null, 2)).isEmpty();
  }

  @Test
  void refusesWhatIsNoNumber() {
    assertThatThrownBy(() -> Rounding.halfUp(Double.NaN, 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Rounding.halfUp(Double.POSITIVE_INFINITY, 2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void losesNothingWithEnoughDecimals() {
    for (long seed = 1; seed <= 20_000; seed++) {
      double value = new Random(seed).nextDouble() * 100;
      assertThat(new BigDecimal(Rounding.halfUp(value, 20)).doubleValue())
          .as("seed %d", seed)
          .isEqualTo(value);
    }
  }

  @Test
  void everyTieOfTwoDecimalsGoesUp() {
    for (int thousandths = 5; thousandths < 100_000; thousandths += 10) {
      double tie = thousandths / 1_000.0;
      String up = BigDecimal.valueOf((thousandths + 5) / 10, 2).toPlainString();
      assertThat(Rounding.halfUp(tie, 2)).isEqualTo(up);
    }
  }
}
