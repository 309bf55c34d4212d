package dev.tidemark.topology;

import dev.tidemark.event.Alert;
import dev.tidemark.event.AlertBoard;
import dev.tidemark.event.AlertCategory;
import dev.tidemark.event.AlertEvidence;
import dev.tidemark.event.AlertRetraction;
import dev.tidemark.event.AlertRule;
import dev.tidemark.event.AlertSeverity;
import dev.tidemark.event.AlertState;
import dev.tidemark.event.TallyRecords;
import dev.tidemark.scoring.Period;
import dev.tidemark.topology.Measured.Numbers;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Makes the records of alerts. */
final class AlertWriter {

  private static final AlertEvidence NONE =
      new AlertEvidence(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          List.of(), List.of());

  private final String methodVersion;

  AlertWriter(String methodVersion) {
    this.methodVersion = methodVersion;
  }

  /** An alert that fires. */
  Alert fired(AlertRule rule, AlertSubject subject, int episode) {
    Instant now = Instant.ofEpochMilli(subject.now());
    return standing(rule, subject, true, episode, now);
  }

  /** The same alert with the evidence of now. */
  Alert updated(Alert alert, AlertSubject subject) {
    return standing(alert.getRule(), subject, false, alert.getEpisode(), alert.getFiredAt());
  }

  /**
   * The alert, resolved.
   *
   * @param subject as it is now; null if no result is left
   */
  Alert resolved(
      Alert alert,
      AlertSubject subject,
      String resolution,
      List<AlertRetraction> retractions,
      long now) {
    return new Alert(
        alert.getRule(),
        alert.getModel(),
        subject == null ? alert.getDisplayName() : subject.measured().displayName(),
        subject == null ? alert.getProvider() : subject.measured().provider(),
        alert.getBoard(),
        alert.getPeriod(),
        alert.getSeverity(),
        AlertState.RESOLVED,
        true,
        alert.getEpisode(),
        alert.getFiredAt(),
        Instant.ofEpochMilli(now),
        Instant.ofEpochMilli(now),
        methodVersion,
        alert.getSummary(),
        resolution,
        subject == null ? NONE : evidence(alert.getRule(), subject),
        retractions,
        alert.getPath());
  }

  private Alert standing(
      AlertRule rule, AlertSubject subject, boolean transition, int episode, Instant firedAt) {
    return new Alert(
        rule,
        subject.model(),
        subject.measured().displayName(),
        subject.measured().provider(),
        subject.board(),
        subject.period().toString(),
        severity(rule),
        AlertState.FIRING,
        transition,
        episode,
        firedAt,
        null,
        Instant.ofEpochMilli(subject.now()),
        methodVersion,
        AlertText.summary(rule, subject),
        null,
        evidence(rule, subject),
        List.of(),
        path(subject));
  }

  /** Whether two records of a standing alert say the same. */
  static boolean sameContent(Alert some, Alert other) {
    return some.getSummary().equals(other.getSummary())
        && some.getEvidence().equals(other.getEvidence())
        && Objects.equals(some.getDisplayName(), other.getDisplayName())
        && Objects.equals(some.getProvider(), other.getProvider())
        && some.getMethodVersion().equals(other.getMethodVersion());
  }

  private static AlertSeverity severity(AlertRule rule) {
    return switch (rule) {
      case REGRESSION, CRITICAL_BREACH -> AlertSeverity.CRITICAL;
      case SCORE_DROP, FLOOR -> AlertSeverity.WARNING;
      case STALE -> AlertSeverity.INFO;
    };
  }

  /** A name may hold a slash, which parts the path as it does in the page's address. */
  private static String path(AlertSubject subject) {
    String model =
        Arrays.stream(subject.model().split("/", -1))
            .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
            .collect(Collectors.joining("/"));
    return "/models/" + model + "?period=" + subject.period();
  }

  private static AlertEvidence evidence(AlertRule rule, AlertSubject subject) {
    boolean flips = rule == AlertRule.REGRESSION;
    boolean drop = rule == AlertRule.SCORE_DROP;
    boolean breach = rule == AlertRule.CRITICAL_BREACH;
    Measured measured = subject.measured();
    Numbers now = subject.board() == AlertBoard.ALL ? null : subject.numbers();
    Map.Entry<Period, Measured> previous = drop ? subject.previous().orElse(null) : null;
    Numbers before = previous == null ? null : subject.at(previous.getKey()).numbers();
    return new AlertEvidence(
        now == null ? null : now.score(),
        now == null ? null : now.low(),
        now == null ? null : now.high(),
        now == null ? null : Long.valueOf(now.conclusive()),
        rule == AlertRule.FLOOR ? Double.valueOf(subject.thresholds().floor()) : null,
        previous == null ? null : previous.getKey().toString(),
        before == null ? null : before.score(),
        before == null ? null : before.low(),
        before == null ? null : before.high(),
        flips || drop ? Long.valueOf(measured.pairs().regressed()) : null,
        flips || drop ? Long.valueOf(measured.pairs().fixed()) : null,
        flips || drop ? subject.mcnemar() : null,
        rule == AlertRule.STALE || breach ? null : subject.coverage(),
        breach ? Long.valueOf(now.breaches()) : null,
        rule == AlertRule.STALE ? Instant.ofEpochMilli(subject.lastResultAt()) : null,
        categories(rule, measured, now),
        flips || drop
            ? measured.flips().stream().map(TallyRecords::flippedCase).toList()
            : List.of());
  }

  private static List<AlertCategory> categories(AlertRule rule, Measured measured, Numbers now) {
    return switch (rule) {
      case REGRESSION, SCORE_DROP -> measured.moved();
      case CRITICAL_BREACH -> now.breached();
      case FLOOR, STALE -> List.of();
    };
  }
}
