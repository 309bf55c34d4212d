package dev.tidemark.serving;

import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Complexity;
import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Methods;
import dev.tidemark.scoring.Period;
import dev.tidemark.scoring.Severity;
import dev.tidemark.scoring.Tally;
import dev.tidemark.topology.Standings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** Records of the standings topic, each after the one before. */
final class StandingRecords {

  private long offset;

  /** A standing of 60 attacks, so many breached. */
  static byte[] standing(String model, Period period, int breached) throws IOException {
    Tally tally = new Tally();
    tally.add(
        Cell.of(Dimension.ATTACK, "injection", Severity.HIGH, Complexity.DIRECT),
        breached,
        60 - breached,
        0);
    return Standings.score(model, period.toString(), tally, Methods.builtIn().standard(), null, 1)
        .toByteBuffer()
        .array();
  }

  /**
   * The next one.
   *
   * @param value null for a tombstone
   */
  ConsumerRecords<String, byte[]> next(String model, Period period, byte[] value) {
    return new ConsumerRecords<>(
        Map.of(
            new TopicPartition("standings", 0),
            List.of(new ConsumerRecord<>("standings", 0, offset++, model + '|' + period, value))),
        Map.of());
  }
}
