package dev.tidemark.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.DeliveryOutcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What is counted of what is recorded. */
class DeliveryReportsTest {

  @Test
  void aFiringThatIsStillToBeSentIsNotCountedAsSettled() {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    DeliveryReports reports = new DeliveryReports(meters);
    reports.watch(List.of(Settings.receiver("webhook", "https://soc.example/")));

    reports.recorded(Unanswered.row("webhook", Alerts.firing("a", 1), 1, Alerts.FIRED));

    for (DeliveryOutcome outcome : DeliveryOutcome.values()) {
      assertThat(
              meters
                  .get("tidemark.alert.deliveries")
                  .tags("receiver", "webhook", "outcome", outcome.name().toLowerCase(Locale.ROOT))
                  .counter()
                  .count())
          .as("%s", outcome)
          .isZero();
    }
  }
}
