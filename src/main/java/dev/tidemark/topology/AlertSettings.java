package dev.tidemark.topology;

import dev.tidemark.event.Glob;
import dev.tidemark.scoring.Regression;
import dev.tidemark.topology.AlertRuleConfig.Override;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The thresholds of the alert rules, for every model. */
public final class AlertSettings {

  /** The defaults for all models. */
  public static final AlertSettings STANDARD =
      new AlertSettings(AlertThresholds.STANDARD, List.of());

  private final AlertThresholds standard;
  private final List<Special> specials;

  /** Thresholds of the models that fit one of the names and one of the providers, where given. */
  private record Special(
      Optional<List<String>> models, Optional<List<String>> providers, AlertThresholds thresholds) {

    boolean fits(String model, String provider) {
      return fits(models, model) && fits(providers, provider);
    }

    private static boolean fits(Optional<List<String>> patterns, String name) {
      return patterns.isEmpty()
          || name != null && patterns.get().stream().anyMatch(of -> Glob.matches(of, name));
    }
  }

  private AlertSettings(AlertThresholds standard, List<Special> specials) {
    this.standard = standard;
    this.specials = specials;
  }

  /**
   * @throws IllegalArgumentException if thresholds contradict each other or an override names
   *     neither models nor providers; the message names the keys
   */
  public static AlertSettings of(AlertRuleConfig config) {
    AlertThresholds standard = standard(config);
    List<Special> specials = new ArrayList<>();
    for (Map.Entry<String, Override> entry : new TreeMap<>(config.overrides()).entrySet()) {
      Override override = entry.getValue();
      String key = "tidemark.alerts.rules.overrides.\"" + entry.getKey() + '"';
      if (override.models().isEmpty() && override.providers().isEmpty()) {
        throw new IllegalArgumentException(key + " needs models or providers: whom is it for?");
      }
      try {
        specials.add(
            new Special(override.models(), override.providers(), special(standard, override)));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
      }
    }
    return new AlertSettings(standard, specials);
  }

  /**
   * What applies to a model.
   *
   * @param provider may be null
   */
  AlertThresholds thresholds(String model, String provider) {
    AlertThresholds found = standard;
    for (Special special : specials) {
      if (special.fits(model, provider)) {
        found = special.thresholds();
      }
    }
    return found;
  }

  private static AlertThresholds standard(AlertRuleConfig config) {
    try {
      return new AlertThresholds(
          config.enabled(),
          new Regression(
              config.pValue(),
              config.pValueAnyCoverage(),
              config.pValueClear(),
              config.minExcess(),
              config.coverage()),
          config.floor(),
          config.margin(),
          config.staleAfter(),
          config.forgottenAfter());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("tidemark.alerts.rules: " + e.getMessage(), e);
    }
  }

  private static AlertThresholds special(AlertThresholds standard, Override override) {
    Regression regression = standard.regression();
    return new AlertThresholds(
        override.enabled().orElse(standard.enabled()),
        new Regression(
            override.pValue().orElse(regression.pValue()),
            override.pValueAnyCoverage().orElse(regression.pValueAnyCoverage()),
            override.pValueClear().orElse(regression.pValueClear()),
            override.minExcess().orElse(regression.minExcess()),
            override.coverage().orElse(regression.coverage())),
        override.floor().orElse(standard.floor()),
        override.margin().orElse(standard.margin()),
        override.staleAfter().orElse(standard.staleAfter()),
        override.forgottenAfter().orElse(standard.forgottenAfter()));
  }
}
