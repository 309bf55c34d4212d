package dev.tidemark.scoring;

import java.util.Random;

/** Builds tallies for the tests of this package. */
final class Tallies {

  static final Method V1 = Methods.builtIn().standard();

  private Tallies() {}

  static Cell attack(String category, Severity severity, Complexity complexity) {
    return Cell.of(Dimension.ATTACK, category, severity, complexity);
  }

  static Cell campaign(String intent, Severity severity, Complexity complexity) {
    return Cell.of(Dimension.CAMPAIGN, intent, severity, complexity);
  }

  static Scores scores(Tally tally) {
    return Scores.of(tally, V1, Prices.NONE);
  }

  /** A cell of one of a few categories. */
  static Cell randomCell(Random random, Dimension dimension, int groups) {
    return Cell.of(
        dimension,
        "group-" + random.nextInt(groups),
        Severity.values()[random.nextInt(4)],
        Complexity.values()[random.nextInt(4)]);
  }

  /** One result of any kind, as a tally. */
  static Tally randomResult(Random random) {
    Tally tally = new Tally();
    Outcome outcome = Outcome.values()[random.nextInt(3)];
    switch (random.nextInt(5)) {
      case 0 -> tally.add(randomCell(random, Dimension.ATTACK, 6), OutcomeCounts.of(outcome));
      case 1 -> {
        int budget = 1 + random.nextInt(20);
        int turns = 1 + random.nextInt(budget);
        tally.add(
            randomCell(random, Dimension.CAMPAIGN, 4),
            CampaignCounts.of(outcome, turns, budget, random.nextInt(6)));
      }
      case 2 ->
          tally.add(
              Cell.of("suite-" + random.nextInt(3), Skill.values()[random.nextInt(4)]),
              BenchmarkCounts.of(random.nextDouble()));
      case 3 ->
          tally.add(
              Cell.of(Dimension.PAIRS, "suite-" + random.nextInt(3)),
              random.nextInt(2),
              random.nextInt(2),
              1,
              1);
      default ->
          tally.add(Cell.of(Dimension.TOKENS, ""), 1, random.nextInt(9_000), random.nextInt(9_000));
    }
    return tally;
  }
}
