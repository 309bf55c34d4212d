package dev.tidemark.serving;

import dev.tidemark.event.Alert;
import dev.tidemark.event.AlertCategory;
import dev.tidemark.event.AlertEvidence;
import dev.tidemark.event.AlertRetraction;
import dev.tidemark.event.AlertRule;
import dev.tidemark.event.AlertSeverity;
import dev.tidemark.event.AlertState;
import dev.tidemark.event.Complexity;
import dev.tidemark.event.FlippedCase;
import dev.tidemark.event.Severity;
import java.time.Instant;
import java.util.List;

/**
 * One alert, as the API gives it: the fields of schemas/alert.avsc, which says what each means.
 *
 * @param board {@code casi}, {@code ars} or {@code all}
 * @param path path and query of the model's page; {@code link} is the same
 */
public record AlertRow(
    AlertRule rule,
    String model,
    String displayName,
    String provider,
    String board,
    String period,
    AlertSeverity severity,
    AlertState state,
    boolean transition,
    int episode,
    Instant firedAt,
    Instant resolvedAt,
    Instant updatedAt,
    String methodVersion,
    String summary,
    String resolution,
    Evidence evidence,
    List<Withdrawal> retractions,
    String path,
    String link) {

  /** The numbers behind an alert; null where the rule doesn't look at them or there are none. */
  public record Evidence(
      Double score,
      Double low,
      Double high,
      Long conclusive,
      Double floor,
      String previousPeriod,
      Double previousScore,
      Double previousLow,
      Double previousHigh,
      Long regressed,
      Long fixed,
      Double mcnemar,
      Double coverage,
      Long breaches,
      Instant lastResultAt,
      List<Moved> categories,
      List<Fallen> cases) {}

  /** What one category or intent adds. */
  public record Moved(String name, long regressed, long fixed, long breaches) {}

  /** A case that was RESISTED and is BREACHED. */
  public record Fallen(
      String kind,
      String suite,
      String caseId,
      String category,
      Severity severity,
      Complexity complexity) {

    static Fallen of(FlippedCase of) {
      return new Fallen(
          of.getKind(),
          of.getSuite(),
          of.getCaseId(),
          of.getCategory(),
          of.getSeverity(),
          of.getComplexity());
    }
  }

  /** A retraction that withdrew results while the alert stood. */
  public record Withdrawal(Instant at, String by, String reason, long withdrawn) {}

  static AlertRow of(Alert alert) {
    return new AlertRow(
        alert.getRule(),
        alert.getModel(),
        alert.getDisplayName(),
        alert.getProvider(),
        AlertsView.board(alert),
        alert.getPeriod(),
        alert.getSeverity(),
        alert.getState(),
        alert.getTransition(),
        alert.getEpisode(),
        alert.getFiredAt(),
        alert.getResolvedAt(),
        alert.getUpdatedAt(),
        alert.getMethodVersion(),
        alert.getSummary(),
        alert.getResolution(),
        evidence(alert.getEvidence()),
        alert.getRetractions().stream().map(AlertRow::withdrawal).toList(),
        alert.getPath(),
        alert.getPath());
  }

  private static Evidence evidence(AlertEvidence of) {
    return new Evidence(
        of.getScore(),
        of.getLow(),
        of.getHigh(),
        of.getConclusive(),
        of.getFloor(),
        of.getPreviousPeriod(),
        of.getPreviousScore(),
        of.getPreviousLow(),
        of.getPreviousHigh(),
        of.getRegressed(),
        of.getFixed(),
        of.getMcnemar(),
        of.getCoverage(),
        of.getBreaches(),
        of.getLastResultAt(),
        of.getCategories().stream().map(AlertRow::moved).toList(),
        of.getCases().stream().map(Fallen::of).toList());
  }

  private static Moved moved(AlertCategory of) {
    return new Moved(of.getName(), of.getRegressed(), of.getFixed(), of.getBreaches());
  }

  private static Withdrawal withdrawal(AlertRetraction of) {
    return new Withdrawal(of.getAt(), of.getBy(), of.getReason(), of.getWithdrawn());
  }
}
