package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertTextTest {

  @ParameterizedTest
  @CsvSource({
    "1, = 1.00",
    "0.125, = 0.13",
    "0.0193, = 0.019",
    "0.0061, = 0.0061",
    "0.00098, = 9.8e-4",
    "9.96e-5, = 1.0e-4",
    "1.2345e-7, = 1.2e-7",
    "1.04e-300, = 1.0e-300",
    "9.9e-301, < 1e-300",
    "1e-323, < 1e-300",
    "4.9e-324, < 1e-300"
  })
  void aProbabilityHasTwoDigitsHoweverSmallItIs(double p, String text) {
    assertThat(AlertText.significant(p)).isEqualTo(text);
  }
}
