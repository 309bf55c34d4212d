package dev.tidemark.topology;

import dev.tidemark.event.AlertRule;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/** When alerts fire and clear; the README's table says what each setting is for. */
@ConfigMapping(prefix = "tidemark.alerts.rules")
public interface AlertRuleConfig {

  /** The rules that are watched. */
  @WithDefault("REGRESSION,SCORE_DROP,FLOOR,CRITICAL_BREACH,STALE")
  Set<AlertRule> enabled();

  /** REGRESSION: p-value below which it fires with enough coverage and excess. */
  @WithDefault("0.004")
  @DecimalMin(value = "0", inclusive = false)
  @DecimalMax("1")
  double pValue();

  /** REGRESSION: p-value below which it fires at any coverage. */
  @WithDefault("0.0001")
  @DecimalMin(value = "0", inclusive = false)
  @DecimalMax("1")
  double pValueAnyCoverage();

  /** REGRESSION: p-value from which it clears. */
  @WithDefault("0.01")
  @DecimalMin(value = "0", inclusive = false)
  @DecimalMax("1")
  double pValueClear();

  /** REGRESSION: least excess of fallen over fixed cases. */
  @WithDefault("5")
  @Min(0)
  long minExcess();

  /** Share of the earlier month's cases that REGRESSION, SCORE_DROP and FLOOR wait for. */
  @WithDefault("0.8")
  @DecimalMin("0")
  @DecimalMax("1")
  double coverage();

  /** FLOOR: the score that a model's interval must not lie wholly below. */
  @WithDefault("85")
  @DecimalMin("0")
  @DecimalMax("100")
  double floor();

  /** SCORE_DROP and FLOOR: points by which an interval must come back before they clear. */
  @WithDefault("0.5")
  @DecimalMin("0")
  @DecimalMax("100")
  double margin();

  /** STALE: how long a model under test may send nothing. */
  @WithDefault("P35D")
  Duration staleAfter();

  /** STALE: after this long a model is no longer under test. */
  @WithDefault("P90D")
  Duration forgottenAfter();

  /** Other thresholds for some models; of those that match, the last by name decides. */
  Map<String, Override> overrides();

  /** What is different for the models that match. */
  interface Override {

    /** Canonical names, with {@code *} and {@code ?}. */
    Optional<List<String>> models();

    /** Providers, with {@code *} and {@code ?}. */
    Optional<List<String>> providers();

    Optional<Set<AlertRule>> enabled();

    OptionalDouble pValue();

    OptionalDouble pValueAnyCoverage();

    OptionalDouble pValueClear();

    OptionalLong minExcess();

    OptionalDouble coverage();

    OptionalDouble floor();

    OptionalDouble margin();

    Optional<Duration> staleAfter();

    Optional<Duration> forgottenAfter();
  }
}
