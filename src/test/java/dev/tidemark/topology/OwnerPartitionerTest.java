package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.EventKeys;
import dev.tidemark.event.Samples;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

/** Who owns a result. */
class OwnerPartitionerTest {

  private static final int PARTITIONS = 4;

  private final OwnerPartitioner<String> owners = new OwnerPartitioner<>(ResultKey::recordKey);

  @Test
  void aResultBelongsWhereAPublisherInJavaPutsIt() {
    // Given
    owners.partitions("results", "m|0|s|c|0", "", PARTITIONS);

    for (int i = 0; i < 100; i++) {
      // When
      var attack = Samples.attack().setCaseId("é-" + i).setTrial(i).build();
      byte[] recordKey = EventKeys.recordKey(attack).getBytes(StandardCharsets.UTF_8);
      int there = BuiltInPartitioner.partitionForKey(recordKey, PARTITIONS);
      String key = Attempts.key(attack).text();

      // Then
      assertThat(owners.partitions("results", key, "", PARTITIONS)).contains(Set.of(there));
      assertThat(IntStream.range(0, PARTITIONS).filter(at -> owners.owns(key, at)))
          .containsExactly(there);
    }
  }

  @Test
  void nobodyOwnsAnythingUntilItIsKnownHowManyThereAre() {
    assertThat(owners.owns("m|0|s|c|0", 0)).isFalse();
    owners.partitions("results", "m|0|s|c|0", "", 1);
    assertThat(owners.owns("m|0|s|c|0", 0)).isTrue();
  }

  @Test
  void recordKeysOfAllKindsLeaveOutTheKind() {
    assertThat(List.of("m|0|s|c|12", "m|1|s|c|12", "m|2|s|c|12"))
        .extracting(ResultKey::recordKey)
        .containsOnly("m|s|c|12");
  }
}
