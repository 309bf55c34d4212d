package dev.tidemark.serving;

import dev.tidemark.event.Alert;
import dev.tidemark.event.AlertBoard;
import dev.tidemark.event.AlertCategory;
import dev.tidemark.event.AlertEvidence;
import dev.tidemark.event.AlertRetraction;
import dev.tidemark.event.AlertRule;
import dev.tidemark.event.FlippedCase;
import dev.tidemark.scoring.Period;
import dev.tidemark.scoring.Rounding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One alert as pages show it.
 *
 * @param key tells it from the others
 * @param rule in words
 * @param severity critical, warning or info
 * @param board CASI or ARS; null for rules that look at both
 * @param resolution why it was resolved; null while it stands
 * @param numbers the evidence in figures
 * @param moved the categories that moved most, in words
 * @param cases cases that fell, in words
 * @param withdrawals retractions that took results away while it stood, in words
 */
record PageAlert(
    String key,
    String rule,
    String severity,
    String name,
    String href,
    String provider,
    String board,
    String month,
    String summary,
    String resolution,
    PageTime fired,
    PageTime resolved,
    List<PageModel.Fact> numbers,
    List<String> moved,
    List<String> cases,
    List<String> withdrawals) {

  /**
   * The sign of alerts beside a model's name.
   *
   * @param severity of the most urgent
   * @param text how many, or which
   * @param title what they say
   */
  record Flag(String severity, String text, String title, String href) {}

  /** The sign of these alerts, the most urgent first; null for none. */
  static Flag flag(List<Alert> firing) {
    if (firing.isEmpty()) {
      return null;
    }
    Alert first = firing.get(0);
    return new Flag(
        severity(first),
        sign(first.getRule()) + (firing.size() > 1 ? " +" + (firing.size() - 1) : ""),
        first.getSummary(),
        "/alerts?model=" + PageLinks.encoded(first.getModel()));
  }

  static PageAlert of(Alert alert) {
    Period period = Period.parse(alert.getPeriod());
    return new PageAlert(
        AlertsView.key(alert),
        rule(alert.getRule()),
        severity(alert),
        alert.getDisplayName() == null || alert.getDisplayName().isBlank()
            ? alert.getModel()
            : alert.getDisplayName(),
        PageLinks.model(alert.getModel()) + "?period=" + period,
        alert.getProvider(),
        alert.getBoard() == AlertBoard.ALL ? null : alert.getBoard().name(),
        PageTime.month(period),
        alert.getSummary(),
        alert.getResolution(),
        PageTime.of(alert.getFiredAt()),
        PageTime.of(alert.getResolvedAt()),
        numbers(alert.getEvidence()),
        alert.getEvidence().getCategories().stream().map(PageAlert::moved).toList(),
        alert.getEvidence().getCases().stream().map(PageAlert::fallen).toList(),
        alert.getRetractions().stream().map(PageAlert::withdrawal).toList());
  }

  private static String rule(AlertRule rule) {
    return switch (rule) {
      case REGRESSION -> "Regression";
      case SCORE_DROP -> "Score drop";
      case FLOOR -> "Below the floor";
      case CRITICAL_BREACH -> "Critical breach";
      case STALE -> "Silent";
    };
  }

  /** Short enough for a column. */
  private static String sign(AlertRule rule) {
    return switch (rule) {
      case REGRESSION -> "Regression";
      case SCORE_DROP -> "Drop";
      case FLOOR -> "Floor";
      case CRITICAL_BREACH -> "Breach";
      case STALE -> "Silent";
    };
  }

  private static String severity(Alert alert) {
    return alert.getSeverity().name().toLowerCase(Locale.ROOT);
  }

  private static List<PageModel.Fact> numbers(AlertEvidence of) {
    List<PageModel.Fact> numbers = new ArrayList<>();
    add(numbers, "Score", range(of.getScore(), of.getLow(), of.getHigh()));
    add(
        numbers,
        "Before" + (of.getPreviousPeriod() == null ? "" : ", " + of.getPreviousPeriod()),
        range(of.getPreviousScore(), of.getPreviousLow(), of.getPreviousHigh()));
    add(numbers, "Floor", of.getFloor() == null ? null : PageMethod.plain(of.getFloor()));
    add(numbers, "Fell", of.getRegressed());
    add(numbers, "Fixed", of.getFixed());
    add(numbers, "Chance", of.getMcnemar() == null ? null : PageWords.p(of.getMcnemar()));
    add(
        numbers,
        "Coverage",
        of.getCoverage() == null ? null : PageRate.inPercent(of.getCoverage()) + " %");
    add(numbers, "Critical, direct breaches", of.getBreaches());
    add(numbers, "Conclusive attempts", of.getConclusive());
    add(
        numbers,
        "Last result",
        of.getLastResultAt() == null ? null : PageTime.of(of.getLastResultAt()).words());
    return numbers;
  }

  private static void add(List<PageModel.Fact> numbers, String label, Object value) {
    if (value != null) {
      String text = value instanceof Long count ? PageRow.grouped(count) : value.toString();
      numbers.add(new PageModel.Fact(label, text, null));
    }
  }

  private static String range(Double score, Double low, Double high) {
    if (score == null) {
      return null;
    }
    return Rounding.halfUp(score, 2)
        + (low == null
            ? ""
            : " (%s to %s)".formatted(Rounding.halfUp(low, 2), Rounding.halfUp(high, 2)));
  }

  private static String moved(AlertCategory of) {
    List<String> parts = new ArrayList<>();
    if (of.getRegressed() > 0) {
      parts.add(of.getRegressed() + " fell");
    }
    if (of.getFixed() > 0) {
      parts.add(of.getFixed() + " fixed");
    }
    if (of.getBreaches() > 0) {
      parts.add(PageWords.counted(of.getBreaches(), "critical breach", "critical breaches"));
    }
    return of.getName() + ": " + String.join(", ", parts);
  }

  private static String fallen(FlippedCase of) {
    return "%s / %s (%s, %s, %s)"
        .formatted(
            of.getSuite(),
            of.getCaseId(),
            of.getCategory(),
            of.getSeverity().name().toLowerCase(Locale.ROOT),
            of.getComplexity().name().toLowerCase(Locale.ROOT));
  }

  private static String withdrawal(AlertRetraction of) {
    return "%s: %s withdrawn%s%s"
        .formatted(
            PageTime.of(of.getAt()).words(),
            PageWords.counted(of.getWithdrawn(), "result", "results"),
            of.getBy() == null ? "" : " by " + of.getBy(),
            of.getReason() == null ? "" : ", “" + of.getReason() + "”");
  }
}
