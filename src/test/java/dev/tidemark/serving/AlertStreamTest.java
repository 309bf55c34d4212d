package dev.tidemark.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.TidemarkTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alerts on the stream, from records in their topic. */
@QuarkusTest
@WithTestResource(value = TidemarkTestResource.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class AlertStreamTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String PERIOD = "2023-01";

  @TestHTTPResource("/api/v1/stream")
  URI stream;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  private final List<StreamReader> open = new ArrayList<>();
  private AlertRecords records;

  @BeforeEach
  void connect() {
    records = new AlertRecords(bootstrapServers);
  }

  @AfterEach
  void hangUp() {
    open.forEach(StreamReader::close);
    records.close();
  }

  @Test
  void theSnapshotHoldsTheAlertsAndThenComesEveryChange() {
    // Given
    records.write(
        AlertRecords.regression("stands", PERIOD).build(),
        AlertRecords.resolved(AlertRecords.regression("ended", PERIOD), 5));
    StreamReader first = ready(StreamReader.open(stream));
    await().atMost(PATIENCE).until(() -> first.alert("ended") != null);

    // When
    StreamReader reader = ready(StreamReader.open(stream));
    int snapshot = reader.types().indexOf("ready");
    records.write(AlertRecords.resolved(AlertRecords.regression("stands", PERIOD), 9));

    // Then
    assertThat(reader.events.subList(0, snapshot))
        .filteredOn(event -> event.type().equals("alert"))
        .extracting(event -> event.data().path("model").asText())
        .contains("stands", "ended");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(reader.alert("stands").path("state").asText()).isEqualTo("RESOLVED"));
    assertThat(reader.alert("stands").path("board").asText()).isEqualTo("all");
    assertThat(reader.alert("stands").path("firedAt").asText())
        .isEqualTo("2026-01-20T08:00:00.250Z");
    assertThat(reader.alert("ended").path("state").asText()).isEqualTo("RESOLVED");
  }

  @Test
  void aClientThatComesAgainGetsTheLastFormOfEachAlertOnce() {
    // Given
    records.write(AlertRecords.regression("again", PERIOD).build());
    StreamReader first = ready(StreamReader.open(stream));
    await().atMost(PATIENCE).until(() -> first.alert("again") != null);
    StreamReader witness = ready(StreamReader.open(stream));
    first.close();
    records.write(
        AlertRecords.resolved(AlertRecords.regression("again", PERIOD), 5),
        AlertRecords.regression("again", PERIOD).setEpisode(2).build());
    await().atMost(PATIENCE).until(() -> witness.alert("again").path("episode").asInt() == 2);

    // When
    StreamReader again = ready(first.again(stream));

    // Then
    assertThat(again.types()).doesNotContain("reset");
    assertThat(again.events)
        .filteredOn(event -> event.data().path("model").asText().equals("again"))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.type()).isEqualTo("alert");
              assertThat(event.data().path("episode").asInt()).isEqualTo(2);
            });
  }

  @Test
  void anAlertThatIsTakenAwayIsToldAndIsInNoSnapshot() {
    // Given
    records.write(AlertRecords.regression("passing", PERIOD).build());
    StreamReader reader = ready(StreamReader.open(stream));
    await().atMost(PATIENCE).until(() -> reader.alert("passing") != null);

    // When
    records.write("REGRESSION|passing|all|" + PERIOD, null);

    // Then
    await().atMost(PATIENCE).until(() -> reader.alert("passing") == null);
    assertThat(reader.events.get(reader.events.size() - 1).data())
        .isEqualTo(
            ApiDocument.json(
                """
                {"rule":"REGRESSION","model":"passing","board":"all","period":"2023-01"}"""));
    StreamReader later = ready(StreamReader.open(stream));
    assertThat(later.alert("passing")).isNull();
    assertThat(later.types()).doesNotContain("alert-removed");
  }

  @Test
  void aClientThatKnowsOnlyStandingsIsToldThemAsBefore() {
    // Given
    StreamReader reader = ready(StreamReader.open(stream));
    records.write(AlertRecords.regression("both", "2024-01").build());

    // When
    PageEvents.publish(PageEvents.attacks("both", "2024-01", 60, 0));

    // Then
    await().atMost(PATIENCE).until(() -> reader.conclusive("2024-01", "both") == 60);
    await().atMost(PATIENCE).until(() -> reader.alert("both") != null);
    ServedBoards.await("2024-01", Set.of("both"));
    ServedBoards.assertTold(reader);
  }

  private StreamReader ready(StreamReader reader) {
    open.add(reader);
    return reader.awaitReady();
  }
}
