package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.event.AlertRule;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertSettingsTest {

  private static final String RULES = "tidemark.alerts.rules.";

  @Test
  void theDefaultsAreTheStandardThresholds() {
    assertThat(settings(Map.of()).thresholds("m", null)).isEqualTo(AlertThresholds.STANDARD);
  }

  @Test
  void ofSeveralOverridesThatMatchTheLastByNameDecides() {
    // Given
    AlertSettings settings =
        settings(
            Map.of(
                RULES + "floor", "80",
                RULES + "overrides.\"a\".models", "acme/*,nova/?",
                RULES + "overrides.\"a\".floor", "90",
                RULES + "overrides.\"a\".p-value", "0.001",
                RULES + "overrides.\"b\".models", "*",
                RULES + "overrides.\"b\".providers", "Acme Corp",
                RULES + "overrides.\"b\".enabled", "FLOOR,STALE",
                RULES + "overrides.\"b\".stale-after", "PT12H"));

    // When
    AlertThresholds other = settings.thresholds("orion/x", null);
    AlertThresholds acme = settings.thresholds("acme/one", "Somebody");
    AlertThresholds corp = settings.thresholds("acme/one", "Acme Corp");

    // Then
    assertThat(other.floor()).isEqualTo(80);
    assertThat(acme.floor()).isEqualTo(90);
    assertThat(acme.regression().pValue()).isEqualTo(0.001);
    assertThat(acme.regression().minExcess()).isEqualTo(5);
    assertThat(corp.floor()).isEqualTo(80);
    assertThat(corp.enabled()).containsExactlyInAnyOrder(AlertRule.FLOOR, AlertRule.STALE);
    assertThat(corp.staleAfter()).isEqualTo(Duration.ofHours(12));
    assertThat(settings.thresholds("nova/1", null).floor()).isEqualTo(90);
    assertThat(settings.thresholds("nova/12", null).floor()).isEqualTo(80);
  }

  @Test
  void contradictionsNameTheirKey() {
    assertThatThrownBy(() -> settings(Map.of(RULES + "p-value-clear", "0.001")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tidemark.alerts.rules: p-value-clear must be at least p-value, and at most 1");
    assertThatThrownBy(() -> settings(Map.of(RULES + "overrides.\"x\".floor", "90")))
        .hasMessage(
            "tidemark.alerts.rules.overrides.\"x\" needs models or providers: whom is it for?");
    assertThatThrownBy(
            () ->
                settings(
                    Map.of(
                        RULES + "overrides.\"x\".models", "m",
                        RULES + "overrides.\"x\".floor", "101")))
        .hasMessage("tidemark.alerts.rules.overrides.\"x\": floor must be 0 to 100");
    assertThatThrownBy(() -> settings(Map.of(RULES + "stale-after", "P90D")))
        .hasMessageContaining("forgotten-after must be longer than stale-after");
  }

  private static AlertSettings settings(Map<String, String> properties) {
    return AlertSettings.of(
        new SmallRyeConfigBuilder()
            .withMapping(AlertRuleConfig.class)
            .withDefaultValues(properties)
            .build()
            .getConfigMapping(AlertRuleConfig.class));
  }
}
