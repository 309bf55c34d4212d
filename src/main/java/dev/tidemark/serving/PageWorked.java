package dev.tidemark.serving;

import dev.tidemark.scoring.Method;
import dev.tidemark.scoring.Rounding;
import dev.tidemark.scoring.Steps;
import java.util.List;

/**
 * A model's scores worked out by the formulas, with its own numbers.
 *
 * @param href the model's page
 * @param casi null without a score, as is ars
 */
record PageWorked(String name, String month, String href, Casi casi, Ars ars) {

  /** Digits that let a reader follow without a calculator's noise. */
  private static final int DIGITS = 4;

  /** A row of a table, as texts. */
  record Row(String name, List<String> numbers) {}

  /** CASI: its tables and the last lines. */
  record Casi(List<Row> categories, String risk, List<Row> rungs, String standing, String score) {}

  /** ARS likewise. */
  record Ars(
      List<Row> rungs, String standing, String endurance, String intelligence, String score) {}

  static PageWorked of(StandingRow row, Steps steps, Method method, String month) {
    return new PageWorked(
        PageRow.name(row),
        month,
        new PageAddress(PageLinks.model(row.model()), java.util.Map.of())
            .with("period", row.period())
            .href(),
        steps.casi() == null ? null : casi(row, steps.casi(), method),
        steps.ars() == null ? null : ars(row, steps.ars()));
  }

  private static Casi casi(StandingRow row, Steps.OfCasi steps, Method method) {
    double counted = steps.categories().stream().mapToDouble(Steps.Category::counted).sum();
    return new Casi(
        steps.categories().stream()
            .map(
                each ->
                    new Row(
                        each.name(),
                        List.of(
                            number(each.weight(), 2),
                            number(each.breached(), 2),
                            number(each.breached() / each.weight(), DIGITS),
                            number(each.counted(), 2))))
            .toList(),
        "R = %s / %s = %s"
            .formatted(
                number(steps.risk() * counted, 3),
                number(counted, 2),
                number(steps.risk(), DIGITS)),
        rungs(steps.rungs()),
        standing("DBP", steps.rungs(), steps.breakingPoint()),
        "CASI = 100 · (%s · (1 − %s) + %s · %s) = %s"
            .formatted(
                PageMethod.plain(method.casi().risk()),
                number(steps.risk(), DIGITS),
                PageMethod.plain(method.casi().breakingPoint()),
                number(steps.breakingPoint(), DIGITS),
                number(row.casi().score(), 2)));
  }

  private static Ars ars(StandingRow row, Steps.OfArs steps) {
    Method.ArsWeights weights = steps.weights();
    String intelligence =
        steps.intelligence() == null
            ? "CI is left out: no campaign had a failed turn"
            : "CI = 1 − %d / %d = %s"
                .formatted(
                    steps.signalsLeaked(),
                    steps.failedTurns(),
                    number(steps.intelligence(), DIGITS));
    String last =
        steps.intelligence() == null
            ? ""
            : " + %s · %s"
                .formatted(
                    PageMethod.plain(weights.counterIntelligence()),
                    number(steps.intelligence(), DIGITS));
    return new Ars(
        rungs(steps.rungs()),
        standing("RS", steps.rungs(), steps.sophistication()),
        "DE = %s / %s = %s"
            .formatted(
                number(steps.endured(), 2),
                number(steps.weight(), 0),
                number(steps.endurance(), DIGITS)),
        intelligence,
        "ARS = 100 · (%s · %s + %s · %s%s) = %s"
            .formatted(
                PageMethod.plain(weights.requiredSophistication()),
                number(steps.sophistication(), DIGITS),
                PageMethod.plain(weights.defensiveEndurance()),
                number(steps.endurance(), DIGITS),
                last,
                number(row.ars().score(), 2)));
  }

  private static List<Row> rungs(List<Steps.Rung> rungs) {
    return rungs.stream()
        .map(
            rung ->
                new Row(
                    PageWords.sentenceCase(rung.complexity().name()),
                    List.of(
                        number(rung.weight(), 2),
                        number(rung.fallen(), DIGITS),
                        number(rung.standing(), DIGITS))))
        .toList();
  }

  private static String standing(String name, List<Steps.Rung> rungs, double mean) {
    List<String> standing = rungs.stream().map(rung -> number(rung.standing(), DIGITS)).toList();
    return "%s = (%s) / %d = %s"
        .formatted(name, String.join(" + ", standing), rungs.size(), number(mean, DIGITS));
  }

  private static String number(double value, int decimals) {
    return Rounding.halfUp(value, decimals);
  }
}
