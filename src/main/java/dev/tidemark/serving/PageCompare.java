package dev.tidemark.serving;

import dev.tidemark.scoring.Rounding;
import java.util.List;

/**
 * Two models side by side.
 *
 * @param verdict whether the difference is more than chance, in a sentence
 */
record PageCompare(
    String month,
    String board,
    String a,
    String b,
    String bHref,
    List<Line> lines,
    String verdict) {

  /** One measure of both; null where one has none. */
  record Line(String label, String a, String b) {}

  static PageCompare of(CompareResource.ModelComparison answer, PageAddress page) {
    StandingRow a = answer.a();
    StandingRow b = answer.b();
    boolean ars = answer.board().equals("ars");
    return new PageCompare(
        PageTime.month(dev.tidemark.scoring.Period.parse(answer.period())),
        answer.board().toUpperCase(java.util.Locale.ROOT),
        PageRow.name(a),
        PageRow.name(b),
        new PageAddress(PageLinks.model(b.model()), page.parameters())
            .with("with", a.model())
            .href(),
        List.of(
            line("CASI", a.casi().score(), b.casi().score(), 2),
            line("ARS", a.ars().score(), b.ars().score(), 2),
            line("Performance", a.performance(), b.performance(), 1),
            ars ? line("RTP", a.arsRtp(), b.arsRtp(), 2) : line("RTP", a.rtp(), b.rtp(), 2),
            ars ? line("CoS", a.arsCos(), b.arsCos(), 2) : line("CoS", a.cos(), b.cos(), 2),
            line("Risk", a.casi().risk(), b.casi().risk(), 3),
            line("Breaking point", a.casi().breakingPoint(), b.casi().breakingPoint(), 3),
            line(
                "Defensive endurance",
                a.ars().defensiveEndurance(),
                b.ars().defensiveEndurance(),
                3)),
        sentence(answer.verdict()));
  }

  private static Line line(String label, Double a, Double b, int decimals) {
    return new Line(label, text(a, decimals), text(b, decimals));
  }

  private static String text(Double value, int decimals) {
    return value == null ? null : Rounding.halfUp(value, decimals);
  }

  private static String sentence(String verdict) {
    return Character.toUpperCase(verdict.charAt(0)) + verdict.substring(1) + ".";
  }
}
