package dev.tidemark.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PerformanceTest {

  @Test
  void isTheMeanOfSkillsOfTheMeansOfSuites() {
    // Given
    Tally tally = new Tally();
    tally.add(Cell.of("gsm", Skill.REASONING), BenchmarkCounts.of(1));
    tally.add(Cell.of("gsm", Skill.REASONING), BenchmarkCounts.of(0));
    tally.add(Cell.of("gsm", Skill.REASONING), BenchmarkCounts.of(1));
    tally.add(Cell.of("gsm", Skill.REASONING), BenchmarkCounts.of(0.2));
    tally.add(Cell.of("crux", Skill.REASONING), BenchmarkCounts.of(0.35));
    tally.add(Cell.of("gsm", Skill.KNOWLEDGE), BenchmarkCounts.of(0.9));

    // When
    Double performance = Tallies.scores(tally).performance();

    // Then
    // reasoning: (2.2/4 + .35)/2 = .45; knowledge: .9; 100 * (.45 + .9)/2
    assertThat(performance).isCloseTo(67.5, within(1e-12));
  }

  @Test
  void isNullWithoutAnswers() {
    assertThat(Tallies.scores(new Tally()).performance()).isNull();
  }
}
