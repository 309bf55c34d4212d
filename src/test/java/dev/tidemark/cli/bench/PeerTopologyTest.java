package dev.tidemark.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The peers count what they claim to count: else a ratio to them says nothing. */
class PeerTopologyTest {

  /** Few, because the driver writes every store to the disk after each. */
  private static final int RESULTS = 1_000;

  @TempDir private Path folder;

  @Test
  void withoutDedupEveryGoodResultCounts() {
    int good = 0;
    BenchEvents events = new BenchEvents(3, false);
    for (int i = 0; i < RESULTS; i++) {
      good += events.bad(i) ? 0 : 1;
    }

    assertThat(counted(Peer.NAIVE)).isEqualTo(good);
  }

  @ParameterizedTest
  @EnumSource(names = {"DEDUP", "CELLS"})
  void withDedupEachIdentityCountsOnceAMonth(Peer peer) {
    int counting = 0;
    BenchEvents events = new BenchEvents(3, false);
    for (int i = 0; i < RESULTS; i++) {
      counting += events.counts(i) ? 1 : 0;
    }

    assertThat(counted(peer)).isEqualTo(counting);
  }

  private long counted(Peer peer) {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "peer");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    BenchEvents events = new BenchEvents(3, false);
    try (TopologyTestDriver driver = new TopologyTestDriver(PeerTopology.of(peer), settings)) {
      for (int i = 0; i < RESULTS; i++) {
        ProducerRecord<byte[], byte[]> record = events.record(i);
        driver
            .createInputTopic(record.topic(), new ByteArraySerializer(), new ByteArraySerializer())
            .pipeInput(record.key(), record.value());
      }
      Map<String, Long> counts =
          driver
              .createOutputTopic(Peer.COUNTS, new StringDeserializer(), new LongDeserializer())
              .readKeyValuesToMap();
      return counts.values().stream().mapToLong(Long::longValue).sum();
    }
  }
}
