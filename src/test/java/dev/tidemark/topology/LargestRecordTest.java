package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.EventCodec;
import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Methods;
import dev.tidemark.scoring.Tally;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

/** No tally grows beyond what a record may hold: a record that can't be written stops a thread. */
class LargestRecordTest {

  /** Four bytes of UTF-8: the most that one character takes. */
  private static final String WAVE = "\ud83c\udf0a";

  @Test
  void theLargestTallyFitsIntoAPartOfATallyAndIntoAStanding() {
    // Given
    Tally tally = new Tally();
    for (Dimension dimension : Dimension.values()) {
      fill(tally, dimension);
    }
    tally.limitNames();

    // When
    byte[] part =
        InternalSerdes.scoreInput()
            .serializer()
            .serialize(
                "tallies",
                new PartitionTally(
                    3, WAVE.repeat(200), false, new HashMap<>(tally.cells()), Long.MAX_VALUE));
    byte[] standing =
        EventCodec.encode(
            Standings.score("m", "2026-03", tally, Methods.builtIn().standard(), null, 1));

    // Then
    int largest =
        (int)
            StreamsSettings.of("none:1", Path.of("none"), "none", 1, 0)
                .get(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG));
    assertThat(part.length).isLessThan(largest - 10_000);
    assertThat(standing.length).isLessThan(largest - 10_000);
  }

  private static void fill(Tally tally, Dimension dimension) {
    int length =
        switch (dimension) {
          case ATTACK, CAMPAIGN, ATTACK_TECHNIQUE, CAMPAIGN_TECHNIQUE -> 96;
          case ATTACK_FLIPS, CAMPAIGN_FLIPS -> 96;
          case FLIPPED -> 496;
          case WITHDRAWN -> 9;
          default -> 196;
        };
    boolean placed = dimension == Dimension.ATTACK || dimension == Dimension.CAMPAIGN;
    int rows = placed || dimension == Dimension.BENCHMARK ? 4 : 1;
    long[] counts = new long[dimension.width()];
    Arrays.fill(counts, 1_000_000);
    for (int i = 0; i < (dimension == Dimension.TOKENS ? 1 : Tally.MAX_NAMES + 10); i++) {
      String name = dimension == Dimension.TOKENS ? "" : WAVE.repeat(length) + (1_000 + i);
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < (placed ? 4 : 1); column++) {
          tally.add(new Cell(dimension, name, row, column), counts);
        }
      }
    }
  }
}
