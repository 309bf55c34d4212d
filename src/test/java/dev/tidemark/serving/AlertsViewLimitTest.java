package dev.tidemark.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.Alert;
import dev.tidemark.event.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** What the view keeps when more alerts stand than it may hold. */
class AlertsViewLimitTest {

  private static final String MAY = "2026-05";
  private static final String JUNE = "2026-06";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final AlertsView view = new AlertsView(3, meters);
  private final List<ConsumerRecord<String, byte[]>> topic = new ArrayList<>();

  @Test
  void whatIsKeptDoesNotDependOnTheOrderOfArrival() {
    // Given
    List<Alert> alerts = new ArrayList<>();
    for (String period : List.of(MAY, JUNE)) {
      IntStream.range(0, 5)
          .forEach(i -> alerts.add(AlertRecords.regression("run-" + i, period).build()));
    }
    alerts.add(AlertRecords.regression("zeta", MAY).setDisplayName("Zeta").build());

    for (int seed = 0; seed < 20; seed++) {
      // When
      AlertsView other = new AlertsView(3, new SimpleMeterRegistry());
      List<Alert> shuffled = new ArrayList<>(alerts);
      Collections.shuffle(shuffled, new Random(seed));
      for (int i = 0; i < shuffled.size(); i++) {
        other.consume(AlertsViewTest.records(List.of(record(i, shuffled.get(i)))));
      }

      // Then
      assertThat(other.all())
          .as("seed %d", seed)
          .extracting(alert -> alert.getModel() + ' ' + alert.getPeriod())
          .containsExactlyInAnyOrder("run-0 2026-06", "run-1 2026-06", "zeta 2026-05");
      assertThat(other.leftOut()).isEqualTo(8);
      assertThat(other.lacks()).isFalse();
    }
  }

  @Test
  void thoseLeftOutAreCountedUntilTheyAreResolvedOrGone() {
    // Given
    IntStream.range(0, 5).forEach(i -> fire("run-" + i));
    fire("run-4"); // newer evidence, left out too
    double before = leftOut();

    // When
    resolve("run-4");
    take("REGRESSION|run-3|all|" + JUNE, null);

    // Then
    assertThat(before).isEqualTo(2);
    assertThat(leftOut()).isZero();
    assertThat(firing()).containsExactlyInAnyOrder("run-0", "run-1", "run-2");
    assertThat(view.all()).extracting(Alert::getModel).contains("run-4");
    assertThat(view.lacks()).isFalse();
  }

  @Test
  void whenAKeptOneResolvesTheNextComesBackByReadingTheTopicAnew() {
    // Given
    IntStream.range(0, 5).forEach(i -> fire("run-" + i));
    resolve("run-1");
    boolean lacking = view.lacks();
    long version = view.version();

    // When
    view.readAnew(new ListReading(topic));

    // Then
    assertThat(lacking).isTrue();
    assertThat(firing()).containsExactlyInAnyOrder("run-0", "run-2", "run-3");
    assertThat(view.all()).hasSize(4); // with the one that was resolved
    assertThat(leftOut()).isEqualTo(1);
    assertThat(view.lacks()).isFalse();
    assertThat(view.version()).isGreaterThan(version);
  }

  @Test
  void oneThatFiresAgainWithoutRoomIsShownResolvedNoLonger() {
    // Given
    IntStream.range(0, 3).forEach(i -> fire("run-" + i));
    resolve("run-9");

    // When
    fire("run-9");

    // Then
    assertThat(view.all()).extracting(Alert::getModel).doesNotContain("run-9");
    assertThat(leftOut()).isEqualTo(1);
  }

  @Test
  void whatComesWhileTheTopicIsReadIsNeitherLostNorTakenBack() {
    // Given
    IntStream.range(0, 4).forEach(i -> fire("run-" + i));
    resolve("run-0");
    List<ConsumerRecord<String, byte[]>> unseen = new ArrayList<>();

    // When
    view.readAnew(
        new ListReading(topic) {
          @Override
          public void toEnd(Consumer<ConsumerRecord<String, byte[]>> action) {
            super.toEnd(action);
            if (unseen.isEmpty()) {
              resolve("run-2"); // the view's own consumer is as far as this one
              unseen.add(append(AlertRecords.regression("run-1", JUNE).setEpisode(2).build()));
              unseen.add(
                  append(
                      AlertRecords.resolved(
                          AlertRecords.regression("run-1", JUNE).setEpisode(2), 9)));
            }
          }
        });
    view.consume(AlertsViewTest.records(unseen.subList(0, 1)));

    // Then
    assertThat(firing()).containsExactly("run-3");
    assertThat(view.all()).hasSize(4);
    assertThat(view.consumed()).isEqualTo(7);
  }

  private void fire(String model) {
    take(append(AlertRecords.regression(model, JUNE).build()));
  }

  private void resolve(String model) {
    take(append(AlertRecords.resolved(AlertRecords.regression(model, JUNE), 5)));
  }

  private void take(String key, byte[] value) {
    topic.add(new ConsumerRecord<>(Topics.ALERTS, 0, topic.size(), key, value));
    take(topic.get(topic.size() - 1));
  }

  private void take(ConsumerRecord<String, byte[]> record) {
    view.consume(AlertsViewTest.records(List.of(record)));
  }

  private ConsumerRecord<String, byte[]> append(Alert alert) {
    topic.add(record(topic.size(), alert));
    return topic.get(topic.size() - 1);
  }

  private static ConsumerRecord<String, byte[]> record(long offset, Alert alert) {
    return new ConsumerRecord<>(
        Topics.ALERTS, 0, offset, AlertsView.key(alert), AlertRecords.bytes(alert));
  }

  private List<String> firing() {
    return view.all().stream().filter(AlertsView::isFiring).map(Alert::getModel).toList();
  }

  private double leftOut() {
    return meters.get("tidemark.alerts.left.out").gauge().value();
  }
}
