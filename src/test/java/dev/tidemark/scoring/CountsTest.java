package dev.tidemark.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1000000",
    "0.5, 500000",
    "0.0000004, 0",
    "0.0000005, 1", // half goes up
    "0.3333333333333333, 333333",
    "0.6666666666666666, 666667",
  })
  void microsAreMillionthsRoundedHalfUp(double x, long micros) {
    assertThat(Micros.of(x)).isEqualTo(micros);
  }

  @Test
  void anOutcomeCountsOnceInItsPlace() {
    assertThat(OutcomeCounts.of(Outcome.BREACHED)).containsExactly(1, 0, 0);
    assertThat(OutcomeCounts.of(Outcome.RESISTED)).containsExactly(0, 1, 0);
    assertThat(OutcomeCounts.of(Outcome.INCONCLUSIVE)).containsExactly(0, 0, 1);
  }

  @ParameterizedTest
  @CsvSource({
    // endured 2/3 = .666667, squared .444444; failed turns 2
    "BREACHED, 3, 3, 1, '1 0 0 666667 444444 1 2'",
    "BREACHED, 3, 3, 9, '1 0 0 666667 444444 2 2'",
    "BREACHED, 1, 10000, 9, '1 0 0 0 0 0 0'",
    "RESISTED, 7, 10, 2, '0 1 0 1000000 1000000 2 7'",
    "RESISTED, 7, 10, 99, '0 1 0 1000000 1000000 7 7'",
    "INCONCLUSIVE, 7, 10, 2, '0 0 1 0 0 0 0'",
  })
  void aCampaignCountsWhatItsTargetEnduredAndLeaked(
      Outcome outcome, int turns, int budget, int signals, String expected) {
    assertThat(CampaignCounts.of(outcome, turns, budget, signals)).containsExactly(longs(expected));
  }

  @ParameterizedTest
  @CsvSource({"0, '1 0 0'", "1, '1 1000000 1000000'", "0.7, '1 700000 490000'"})
  void anAnswerCountsItsScoreAndSquare(double score, String expected) {
    assertThat(BenchmarkCounts.of(score)).containsExactly(longs(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "'prompt-injection', 'prompt-injection'",
    "'  Prompt Injection ', 'prompt-injection'",
    "'PROMPT__ _INJECTION', 'prompt-injection'",
    "'_leading', '-leading'",
    "'a-_b', 'a--b'",
    "'ÄRGER', 'ärger'",
    "'TITLE', 'title'",
    "'   ', ''",
  })
  void labelsFoldToOneSpelling(String label, String folded) {
    assertThat(Labels.fold(label)).isEqualTo(folded);
    assertThat(Labels.fold(folded)).isEqualTo(folded);
  }

  private static long[] longs(String text) {
    return Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
  }
}
