package dev.tidemark.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.tidemark.event.Alert;
import dev.tidemark.event.Topics;
import dev.tidemark.scoring.Methods;
import dev.tidemark.scoring.Period;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Which changes of the boards are told. */
class StreamChangesTest {

  private static final Period PERIOD = Period.parse("2024-05");
  private static final Methods METHODS = Methods.builtIn();

  private final SetClock clock = new SetClock();
  private final StandingRecords records = new StandingRecords();
  private final StandingsView view = new StandingsView(10, new SimpleMeterRegistry());
  private final AlertsView alerts = new AlertsView(10, new SimpleMeterRegistry());
  private final StreamChanges changes =
      new StreamChanges(
          view,
          new BoardRows(view, clock),
          new StreamAlerts(alerts),
          METHODS,
          clock,
          JsonMapper.builder().addModule(new JavaTimeModule()).build());

  /** Stands at the last millisecond of the period until it is set. */
  private static final class SetClock extends Clock {
    private Instant now = Instant.ofEpochMilli(PERIOD.endMillis() - 1);

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  @Test
  void nothingIsToldTwice() throws IOException {
    // Given
    serve("m", 10);
    boolean first = changes.tell();

    // When
    boolean again = changes.tell();

    // Then
    assertThat(first).isTrue();
    assertThat(again).isFalse();
    assertThat(changes.log().newest()).isEqualTo(1);
  }

  @Test
  void onlyTheRowsThatDifferAreToldThoseOfAnotherRankAmongThem() throws IOException {
    // Given
    serve("best", 0);
    serve("worst", 50);
    changes.tell();
    long before = changes.log().newest();

    // When
    serve("middle", 20);
    changes.tell();

    // Then
    assertThat(changes.log().after(before, 10))
        .extracting(StreamEvent::subject)
        .containsExactlyInAnyOrder("standing|2024-05|middle", "standing|2024-05|worst");
  }

  @Test
  void theEndOfTheMonthIsAChange() throws IOException {
    // Given
    serve("m", 10);
    changes.tell();
    String live = newest();

    // When
    clock.now = Instant.ofEpochMilli(PERIOD.endMillis());
    boolean told = changes.tell();

    // Then
    assertThat(told).isTrue();
    assertThat(live).contains("\"status\":\"LIVE\"");
    assertThat(newest()).contains("\"status\":\"FINAL\"");
  }

  @Test
  void theLastRowOfAPeriodIsRemovedAndMayComeBack() throws IOException {
    // Given
    serve("m", 10);
    changes.tell();

    // When
    take("m", null);
    changes.tell();
    String gone = newest();
    serve("m", 10);
    changes.tell();

    // Then
    assertThat(gone).contains("event: removed\ndata: {\"model\":\"m\",\"period\":\"2024-05\"}\n");
    assertThat(newest()).contains("event: standing\n");
    assertThat(changes.log().after(0, 10)).hasSize(1);
  }

  @Test
  void alertsThatAreReadAnewAreNoNews() {
    // Given
    List<ConsumerRecord<String, byte[]>> topic = List.of(alert(0, "m"));
    alerts.consume(AlertsViewTest.records(topic));
    boolean first = changes.tell();

    // When
    alerts.readAnew(new ListReading(topic));
    boolean again = changes.tell();

    // Then
    assertThat(first).isTrue();
    assertThat(again).isFalse();
  }

  @Test
  void theViewsSayWhenThereIsSomethingToTellOnceABatch() throws IOException {
    // Given
    List<Boolean> told = new ArrayList<>();
    view.onChange(() -> told.add(changes.tell()));
    alerts.onChange(() -> told.add(changes.tell()));

    // When
    serve("m", 10);
    alerts.consume(AlertsViewTest.records(List.of(alert(0, "m"), alert(1, "n"))));
    view.readAnew(new ListReading(List.of()));
    alerts.readAnew(new ListReading(List.of()));

    // Then
    assertThat(told).containsExactly(true, true, true, true);
    assertThat(changes.log().after(0, 10)).hasSize(3).allMatch(StreamEvent::removal);
  }

  private static ConsumerRecord<String, byte[]> alert(long offset, String model) {
    Alert alert = AlertRecords.regression(model, "2024-05").build();
    return new ConsumerRecord<>(
        Topics.ALERTS, 0, offset, AlertsView.key(alert), AlertRecords.bytes(alert));
  }

  private String newest() {
    StreamLog log = changes.log();
    return new String(log.after(log.newest() - 1, 1).get(0).frame(), StandardCharsets.UTF_8);
  }

  private void serve(String model, int breached) throws IOException {
    take(model, StandingRecords.standing(model, PERIOD, breached));
  }

  private void take(String model, byte[] value) {
    view.consume(records.next(model, PERIOD, value));
  }
}
