package dev.tidemark.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.scoring.Board;
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
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class BoardRowsTest {

  private static final Methods METHODS = Methods.builtIn();
  private static final List<Period> PERIODS =
      List.of(Period.parse("2024-04"), Period.parse("2024-05"), Period.parse("2024-07"));

  private final StandingsView view = new StandingsView(100, new SimpleMeterRegistry());
  private final Clock clock = Clock.systemUTC();
  private final BoardRows rows = new BoardRows(view, clock);
  private long offset;

  @Test
  void whatIsTakenAgainOfAnEarlierVersionIsWhatWouldBeMadeAnew() throws IOException {
    Random random = new Random(11);
    int changes = 0;
    for (int step = 0; step < 300; step++) {
      // When
      take("m" + random.nextInt(5), PERIODS.get(random.nextInt(3)), random.nextInt(7) * 10);

      // Then
      for (Period period : PERIODS) {
        for (Board board : Board.values()) {
          List<StandingRow> taken = rows.of(period, board, METHODS.standard());
          assertThat(taken)
              .isEqualTo(new BoardRows(view, clock).of(period, board, METHODS.standard()));
          changes += (int) taken.stream().filter(row -> row.change() != null).count();
        }
      }
    }
    assertThat(changes).isPositive();
  }

  /** A tombstone for none. */
  private void take(String model, Period period, int breached) throws IOException {
    byte[] value = null;
    if (breached > 0) {
      Tally tally = new Tally();
      tally.add(
          Cell.of(Dimension.ATTACK, "injection", Severity.HIGH, Complexity.DIRECT),
          breached,
          60 - breached,
          0);
      tally.add(
          Cell.of(Dimension.CAMPAIGN, "theft", Severity.HIGH, Complexity.DIRECT),
          breached,
          60 - breached,
          0,
          1,
          1,
          1,
          1);
      value =
          Standings.score(model, period.toString(), tally, METHODS.standard(), null, offset)
              .toByteBuffer()
              .array();
    }
    view.consume(
        new ConsumerRecords<>(
            Map.of(
                new TopicPartition("standings", 0),
                List.of(
                    new ConsumerRecord<>("standings", 0, offset++, model + '|' + period, value))),
            Map.of()));
  }
}
