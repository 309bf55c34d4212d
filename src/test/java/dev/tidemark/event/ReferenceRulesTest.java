package dev.tidemark.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceRulesTest {

  @Test
  void aPublishedScoreIsValidAndKeyedByWhatItIsOf() {
    // Given
    Reference reference = new Reference("f5", "ars", "Acme Atlas", "2026-01", 96.7, "96.70", "", 0);

    // Then
    assertThat(ReferenceRules.check(reference)).isEmpty();
    assertThat(ReferenceRules.key(reference)).isEqualTo("f5|ars|Acme Atlas|2026-01");
  }

  @ParameterizedTest
  @CsvSource({
    "F5,   casi, a,    2026-01, 5,  5,   0,  series.format",
    "f|5,  casi, a,    2026-01, 5,  5,   0,  series.format",
    "f5,   CASI, a,    2026-01, 5,  5,   0,  board.format",
    "f5,   casi, '',   2026-01, 5,  5,   0,  model.length",
    "f5,   casi, a|b,  2026-01, 5,  5,   0,  model.characters",
    "f5,   casi, =1+1, 2026-01, 5,  5,   0,  model.formula",
    "f5,   casi, a,    2026-13, 5,  5,   0,  period.format",
    "f5,   casi, a,    2026-01, 5,  6,   0,  score.text",
    "f5,   casi, a,    2026-01, ,   6,   0,  score.text",
    "f5,   casi, a,    2026-01, 5,  '',  0,  score.text",
    "f5,   casi, a,    2026-01, 101, 101, 0, text.range",
    "f5,   casi, a,    2026-01, 5,  5,   -1, position.range",
  })
  void eachRuleNamesItsField(
      String series,
      String board,
      String model,
      String period,
      Double score,
      String text,
      int position,
      String rule) {
    assertThat(
            ReferenceRules.check(
                new Reference(series, board, model, period, score, text, "", position)))
        .extracting(Violation::rule)
        .containsExactly(rule);
  }
}
