package dev.tidemark.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McNemarTest {

  private static final Percentage RELATIVE_1E_12 = Percentage.withPercentage(1e-10);

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1", // P(X >= 0)
    "1, 0, 0.5",
    "1, 1, 0.75", // 3/4
    "5, 0, 0.03125", // 1/32
    "5, 1, 0.109375", // (6 + 1)/64
    "2, 4, 0.890625", // 1 - (1 + 6)/64
    "10, 2, 0.019287109375", // (66 + 12 + 1)/4096
  })
  void smallTablesAreExact(long regressed, long fixed, double p) {
    assertThat(McNemar.pValue(regressed, fixed)).isCloseTo(p, within(1e-16));
  }

  /** Recorded: a p-value stands in standings and alerts that live and batch compare by bits. */
  @ParameterizedTest
  @CsvSource({
    "61, 39, 0.01760010010885238",
    "550, 450, 0.0008652680424881582",
    "5150, 4850, 0.0013939837588563516",
    "50500, 49500, 0.0007911799394257792",
    "101500, 100500, 0.013116350045611059",
    "150, 250, 0.9999998076657819",
    "49500, 50500, 0.9992258201845774",
    "1060, 2, 1.142281544e-314",
    "1500, 300, 7.274398498968223e-192"
  })
  void keepsItsBits(long regressed, long fixed, double p) {
    assertThat(McNemar.pValue(regressed, fixed)).isEqualTo(p);
  }

  @Test
  void isNullWithoutFlips() {
    assertThat(McNemar.pValue(0, 0)).isNull();
  }

  @Test
  void agreesWithExactArithmetic() {
    for (int flips = 1; flips <= 60; flips++) {
      for (int regressed = 0; regressed <= flips; regressed++) {
        assertAgrees(regressed, flips - regressed);
      }
    }
  }

  @Test
  void agreesWithExactArithmeticForThousandsOfFlips() {
    long seed = 20_250_901;
    Random random = new Random(seed);
    for (int i = 0; i < 60; i++) {
      int flips = 1_000 + random.nextInt(5_000);
      // within 25 standard deviations of a half: p from 1 down to 1e-140
      int away = (int) ((random.nextDouble() * 2 - 1) * 12.5 * Math.sqrt(flips));
      int regressed = Math.max(0, Math.min(flips, flips / 2 + away));
      assertAgrees(regressed, flips - regressed);
    }
  }

  @Test
  void staysAboveZeroWhereADoubleCannotHoldIt() {
    assertThat(McNemar.pValue(1_074, 0)).isEqualTo(Double.MIN_VALUE); // 2^-1074
    assertThat(McNemar.pValue(50_000, 3)).isEqualTo(Double.MIN_VALUE);
    assertThat(McNemar.pValue(3, 50_000)).isEqualTo(1.0);
  }

  private static void assertAgrees(int regressed, int fixed) {
    Double p = McNemar.pValue(regressed, fixed);
    assertThat(p).as("%d regressed, %d fixed", regressed, fixed).isPositive();
    assertThat(p).isLessThanOrEqualTo(1.0);
    assertThat(p)
        .as("%d regressed, %d fixed", regressed, fixed)
        .isCloseTo(exact(regressed, fixed), RELATIVE_1E_12);
  }

  /** Sum of binomial coefficients over 2^flips in whole numbers, rounded once at the end. */
  private static double exact(int regressed, int fixed) {
    int flips = regressed + fixed;
    BigInteger choose = BigInteger.ONE; // C(flips, flips)
    BigInteger sum = BigInteger.ZERO;
    for (int k = flips; k >= regressed; k--) {
      sum = sum.add(choose);
      choose = choose.multiply(BigInteger.valueOf(k)).divide(BigInteger.valueOf(flips - k + 1));
    }
    return new BigDecimal(sum)
        .divide(new BigDecimal(BigInteger.ONE.shiftLeft(flips)), new MathContext(30))
        .doubleValue();
  }
}
