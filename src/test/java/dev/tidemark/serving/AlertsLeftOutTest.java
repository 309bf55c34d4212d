package dev.tidemark.serving;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.tidemark.TidemarkTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** A node on which more alerts stand than it may serve. */
@QuarkusTest
@TestProfile(TightLimits.class)
@WithTestResource(TidemarkTestResource.class)
class AlertsLeftOutTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String PERIOD = "2026-01";

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @Test
  void theNodeSaysSoAndServesTheOtherOnceThereIsRoom() {
    try (AlertRecords records = new AlertRecords(bootstrapServers)) {
      // Given
      for (String model : List.of("run-3", "run-2", "run-1")) {
        records.write(AlertRecords.regression(model, PERIOD).build());
      }
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  given()
                      .get("/q/health/well")
                      .then()
                      .statusCode(503)
                      .body(
                          "checks.find { it.name == 'alerts-complete' }.data.leftOut", equalTo(1)));
      assertThat(firing()).containsExactlyInAnyOrder("run-1", "run-2");
      given().get("/q/health/ready").then().statusCode(200);
      given().get("/q/metrics").then().body(containsString("tidemark_alerts_left_out 1.0"));

      // When
      records.write(AlertRecords.resolved(AlertRecords.regression("run-1", PERIOD), 5));

      // Then
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(firing()).containsExactlyInAnyOrder("run-2", "run-3"));
      given().get("/q/health/well").then().statusCode(200);
      given().get("/q/metrics").then().body(containsString("tidemark_alerts_left_out 0.0"));
    }
  }

  private static List<String> firing() {
    return given().get("/api/v1/alerts?state=firing").jsonPath().getList("alerts.model");
  }
}
