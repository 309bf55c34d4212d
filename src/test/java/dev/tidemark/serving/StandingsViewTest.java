package dev.tidemark.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.Standing;
import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Complexity;
import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Methods;
import dev.tidemark.scoring.Period;
import dev.tidemark.scoring.Severity;
import dev.tidemark.scoring.Tally;
import dev.tidemark.topology.Standings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What the view keeps when there are more standings than it may. */
class StandingsViewTest {

  private static final String MAY = "2026-05";
  private static final String JUNE = "2026-06";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final StandingsView view = new StandingsView(3, meters);
  private final List<ConsumerRecord<String, byte[]>> topic = new ArrayList<>();

  @Test
  void whatIsKeptDoesNotDependOnTheOrderOfArrival() {
    // Given
    List<Standing> standings = new ArrayList<>();
    for (String period : List.of(MAY, JUNE)) {
      IntStream.range(0, 5).forEach(i -> standings.add(standing("run-" + i, period, null)));
    }
    standings.add(standing("zeta", MAY, "Zeta"));

    for (int seed = 0; seed < 20; seed++) {
      // When
      StandingsView other = new StandingsView(3, new SimpleMeterRegistry());
      List<Standing> shuffled = new ArrayList<>(standings);
      Collections.shuffle(shuffled, new Random(seed));
      for (int i = 0; i < shuffled.size(); i++) {
        other.consume(records(record(i, shuffled.get(i))));
      }

      // Then
      assertThat(served(other)).as("seed %d", seed).containsExactly("run-0", "run-1", "zeta");
      assertThat(other.leftOut()).isEqualTo(8);
      assertThat(other.lacks()).isFalse();
    }
  }

  @Test
  void theOnesLeftOutAreCountedUntilTheyAreWithdrawn() {
    // Given
    IntStream.range(0, 5).forEach(i -> publish("run-" + i));
    double before = leftOut();

    // When
    withdraw("run-4");
    withdraw("run-3");

    // Then
    assertThat(before).isEqualTo(2);
    assertThat(leftOut()).isZero();
    assertThat(served(view)).containsExactly("run-0", "run-1", "run-2");
    assertThat(view.lacks()).isFalse();
  }

  @Test
  void whenAKeptOneGoesTheNextComesBackByReadingTheTopicAnew() {
    // Given
    IntStream.range(0, 5).forEach(i -> publish("run-" + i));
    publish("run-3"); // a newer revision, left out too
    withdraw("run-1");
    boolean lacking = view.lacks();
    long version = view.version(Period.parse(JUNE));

    // When
    view.readAnew(new ListReading(topic));

    // Then
    assertThat(lacking).isTrue();
    assertThat(served(view)).containsExactly("run-0", "run-2", "run-3");
    assertThat(view.entries(Period.parse(JUNE)).get("run-3").offset()).isEqualTo(5);
    assertThat(view.lacks()).isFalse();
    assertThat(leftOut()).isEqualTo(1);
    assertThat(view.version(Period.parse(JUNE))).isGreaterThan(version);
  }

  @Test
  void whenAllKeptOnesGoTheNextComeBackAndTheRestStaysCounted() {
    // Given
    IntStream.range(0, 8).forEach(i -> publish("run-" + i));
    IntStream.range(0, 3).forEach(i -> withdraw("run-" + i));

    // When
    view.readAnew(new ListReading(topic));

    // Then
    assertThat(served(view)).containsExactly("run-3", "run-4", "run-5");
    assertThat(leftOut()).isEqualTo(2);
    assertThat(view.lacks()).isFalse();
  }

  @Test
  void oneThatIsNoLongerDescribedMakesRoomForOneThatComesBefore() {
    // Given
    publish(standing("zeta", JUNE, "Zeta"));
    IntStream.range(0, 3).forEach(i -> publish("run-" + i));

    // When
    publish(standing("zeta", JUNE, null));
    boolean lacking = view.lacks();
    view.readAnew(new ListReading(topic));

    // Then
    assertThat(lacking).isTrue();
    assertThat(served(view)).containsExactly("run-0", "run-1", "run-2");
  }

  @Test
  void oneWhoseResultsAreAllWithdrawnMakesRoomAndIsNotCounted() {
    // Given
    IntStream.range(0, 5).forEach(i -> publish("run-" + i));

    // When
    publish(withdrawn("run-1"));
    boolean lacking = view.lacks();
    view.readAnew(new ListReading(topic));
    publish(withdrawn("run-4"));

    // Then
    assertThat(lacking).isTrue();
    assertThat(served(view)).containsExactly("run-0", "run-2", "run-3");
    assertThat(leftOut()).isZero();
    assertThat(view.lacks()).isFalse();
  }

  @Test
  void whatComesWhileTheTopicIsReadIsNeitherLostNorTakenBack() {
    // Given
    IntStream.range(0, 4).forEach(i -> publish("run-" + i));
    withdraw("run-0");
    List<ConsumerRecord<String, byte[]>> unseen = new ArrayList<>();

    // When
    view.readAnew(
        new ListReading(topic) {
          @Override
          public void toEnd(Consumer<ConsumerRecord<String, byte[]>> action) {
            super.toEnd(action);
            if (unseen.isEmpty()) {
              publish("run-2"); // the view's own consumer is as far as this one
              unseen.add(append("run-1", standing("run-1", JUNE, null)));
              unseen.add(append("run-1", null));
            }
          }
        });
    view.consume(records(unseen.get(0)));

    // Then
    assertThat(served(view)).containsExactly("run-2", "run-3");
    assertThat(view.entries(Period.parse(JUNE)).get("run-2").offset()).isEqualTo(5);
    assertThat(view.consumed()).isEqualTo(7);
  }

  @Test
  void ofSeveralRevisionsInABatchTheLastCounts() {
    // When
    Standing run0 = standing("run-0", JUNE, null);
    Standing run1 = standing("run-1", JUNE, null);
    view.consume(
        records(
            List.of(
                append("run-0", run0),
                append("run-1", run1),
                append("run-0", run0),
                append("run-1", null),
                append("run-0", run0))));

    // Then
    assertThat(served(view)).containsExactly("run-0");
    assertThat(view.entries(Period.parse(JUNE)).get("run-0").offset()).isEqualTo(4);
    assertThat(view.consumed()).isEqualTo(5);
  }

  @Test
  void aRecordUnderAnotherKeyOrOfOtherBytesIsCountedAndChangesNothing() throws IOException {
    // Given
    publish("run-0");
    byte[] other = standing("run-1", JUNE, null).toByteBuffer().array();
    long offset = topic.size();

    // When
    for (String key : new String[] {null, "", "run-0", "run-0|2026-13", "run-0|" + JUNE}) {
      view.consume(records(new ConsumerRecord<>("standings", 0, offset++, key, other)));
    }
    view.consume(
        records(new ConsumerRecord<>("standings", 0, offset, "x|" + JUNE, new byte[] {1})));

    // Then
    assertThat(meters.get("tidemark.standings.unreadable").counter().count()).isEqualTo(6);
    assertThat(served(view)).containsExactly("run-0");
  }

  private void publish(String model) {
    publish(standing(model, JUNE, null));
  }

  @Test
  void aTopicThatComesAgainFromItsBeginningIsNotGoneThroughAgain() {
    // Given
    publish("run-0");
    publish("run-1");
    withdraw("run-0");
    long version = view.version();

    // When
    view.consume(records(topic.subList(0, 2)));
    view.consume(records(topic.subList(2, 3)));

    // Then
    assertThat(served(view)).containsExactly("run-1");
    assertThat(view.version()).isEqualTo(version);
    assertThat(view.consumed()).isEqualTo(6);
  }

  private void publish(Standing standing) {
    view.consume(records(append(standing.getModel(), standing)));
  }

  private void withdraw(String model) {
    view.consume(records(append(model, null)));
  }

  private ConsumerRecord<String, byte[]> append(String model, Standing standing) {
    ConsumerRecord<String, byte[]> record =
        standing == null
            ? new ConsumerRecord<>("standings", 0, topic.size(), model + '|' + JUNE, null)
            : record(topic.size(), standing);
    topic.add(record);
    return record;
  }

  private double leftOut() {
    return meters.get("tidemark.standings.left.out").gauge().value();
  }

  private static List<String> served(StandingsView view) {
    Map<String, Object> served = new TreeMap<>();
    view.periods().forEach(period -> served.putAll(view.entries(period)));
    return List.copyOf(served.keySet());
  }

  private static Standing withdrawn(String model) {
    Tally tally = new Tally();
    tally.add(new Cell(Dimension.WITHDRAWN, "retraction", 0, 0), 1);
    return Standings.score(model, JUNE, tally, Methods.builtIn().standard(), null, 1);
  }

  private static Standing standing(String model, String period, String displayName) {
    Tally tally = new Tally();
    tally.add(Cell.of(Dimension.ATTACK, "injection", Severity.HIGH, Complexity.DIRECT), 10, 50, 0);
    Standing standing =
        Standings.score(model, period, tally, Methods.builtIn().standard(), null, 1);
    standing.put("displayName", displayName);
    return standing;
  }

  private static ConsumerRecord<String, byte[]> record(long offset, Standing standing) {
    try {
      return new ConsumerRecord<>(
          "standings",
          0,
          offset,
          standing.getModel() + '|' + standing.getPeriod(),
          standing.toByteBuffer().array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ConsumerRecords<String, byte[]> records(ConsumerRecord<String, byte[]> record) {
    return records(List.of(record));
  }

  private static ConsumerRecords<String, byte[]> records(
      List<ConsumerRecord<String, byte[]>> records) {
    return new ConsumerRecords<>(Map.of(new TopicPartition("standings", 0), records), Map.of());
  }
}
