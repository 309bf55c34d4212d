package dev.tidemark.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BreakdownTest {

  @Test
  void cellsAddUpByEachPartOfTheirKey() {
    // Given
    Tally tally = new Tally();
    tally.add(Tallies.attack("leak", Severity.CRITICAL, Complexity.DIRECT), 1, 2, 4);
    tally.add(Tallies.attack("leak", Severity.LOW, Complexity.ADAPTIVE), 8, 16, 32);
    tally.add(Tallies.attack("toxic", Severity.LOW, Complexity.DIRECT), 64, 128, 256);

    // When
    Breakdown.ByCategory casi = Breakdown.of(tally, Tallies.V1).casi();

    // Then: 9 of 27 and 64 of 192 are both a third; the more were tried, the higher the low end
    assertThat(casi.category())
        .containsExactly(item("toxic", 64, 128, 256), item("leak", 9, 18, 36));
    assertThat(casi.severity())
        .containsExactly(item("LOW", 72, 144, 288), item("CRITICAL", 1, 2, 4));
    assertThat(casi.complexity())
        .containsExactly(item("DIRECT", 65, 130, 260), item("ADAPTIVE", 8, 16, 32));
  }

  @Test
  void oneUnluckyAttemptIsNotTheWorstCategory() {
    // Given: 1 of 1 has a rate of 1 but 0.2065 as its low end; 50 of 100 has 0.4038
    Tally tally = new Tally();
    tally.add(Tallies.attack("unlucky", Severity.LOW, Complexity.DIRECT), 1, 0, 0);
    tally.add(Tallies.attack("weak", Severity.LOW, Complexity.DIRECT), 50, 50, 0);
    tally.add(Tallies.attack("firm", Severity.LOW, Complexity.DIRECT), 0, 100, 0);

    // When
    Breakdown breakdown = Breakdown.of(tally, Tallies.V1);

    // Then
    assertThat(names(breakdown.casi().category())).containsExactly("weak", "unlucky", "firm");
    assertThat(breakdown.casi().worst()).contains(item("weak", 50, 50, 0));
    assertThat(breakdown.ars().worst()).isEmpty();
  }

  @Test
  void nothingBreachedHasNoWorstAndEqualItemsGoByName() {
    // Given
    Tally tally = new Tally();
    tally.add(Tallies.attack("b", Severity.LOW, Complexity.DIRECT), 0, 3, 0);
    tally.add(Tallies.attack("a", Severity.LOW, Complexity.DIRECT), 0, 900, 0);
    tally.add(Tallies.attack("0-unsure", Severity.LOW, Complexity.DIRECT), 0, 0, 5);

    // When
    Breakdown breakdown = Breakdown.of(tally, Tallies.V1);

    // Then
    assertThat(names(breakdown.casi().category())).containsExactly("a", "b", "0-unsure");
    assertThat(breakdown.casi().category().get(2).rate()).isNull();
    assertThat(breakdown.casi().worst()).isEmpty();
  }

  @Test
  void campaignsTechniquesSuitesAndBenchmarksStandApart() {
    // Given
    Tally tally = new Tally();
    tally.add(
        Tallies.campaign("exfiltrate", Severity.HIGH, Complexity.TAILORED),
        CampaignCounts.of(Outcome.BREACHED, 3, 10, 1));
    tally.add(Cell.of(Dimension.ATTACK_SUITE, "pack"), 1, 2, 3);
    tally.add(Cell.of(Dimension.ATTACK_TECHNIQUE, "override"), 4, 5, 6);
    tally.add(Cell.of(Dimension.CAMPAIGN_SUITE, "agents"), 7, 8, 9);
    tally.add(Cell.of(Dimension.CAMPAIGN_TECHNIQUE, "pivot"), 10, 11, 12);
    tally.add(Cell.of("maths", Skill.REASONING), 4, 3_000_000, 2_500_000);
    tally.add(Cell.of("a-quiz", Skill.KNOWLEDGE), 1, 250_000, 62_500);
    tally.add(Cell.of("logic", Skill.REASONING), 2, 1_000_000, 500_000);

    // When
    Breakdown breakdown = Breakdown.of(tally, Tallies.V1);

    // Then
    assertThat(breakdown.casi().suite()).containsExactly(item("pack", 1, 2, 3));
    assertThat(breakdown.casi().technique()).containsExactly(item("override", 4, 5, 6));
    assertThat(breakdown.casi().category()).isEmpty();
    assertThat(breakdown.ars().intent()).containsExactly(item("exfiltrate", 1, 0, 0));
    assertThat(breakdown.ars().severity()).containsExactly(item("HIGH", 1, 0, 0));
    assertThat(breakdown.ars().complexity()).containsExactly(item("TAILORED", 1, 0, 0));
    assertThat(breakdown.ars().suite()).containsExactly(item("agents", 7, 8, 9));
    assertThat(breakdown.ars().technique()).containsExactly(item("pivot", 10, 11, 12));
    assertThat(breakdown.ars().worst()).contains(item("exfiltrate", 1, 0, 0));
    assertThat(breakdown.benchmark())
        .containsExactly(
            new Breakdown.Benchmark(Skill.REASONING, "logic", 2, 0.5),
            new Breakdown.Benchmark(Skill.REASONING, "maths", 4, 0.75),
            new Breakdown.Benchmark(Skill.KNOWLEDGE, "a-quiz", 1, 0.25));
  }

  private static BreakdownItem item(String name, long breached, long resisted, long inconclusive) {
    return new BreakdownItem(
        name, breached, resisted, inconclusive, Rate.of(breached, breached + resisted, Tallies.V1));
  }

  private static List<String> names(List<BreakdownItem> items) {
    return items.stream().map(BreakdownItem::name).toList();
  }
}
