package dev.tidemark.cli.verify;

import dev.tidemark.topology.DeadLetter;
import dev.tidemark.topology.StreamsSettings;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** The dead-letter topic as it stands, by where each letter came from. */
final class DeadLetters {

  private final Map<String, Integer> letters = new HashMap<>();

  /** {@code topic/partition@offset}. */
  static String coordinates(String topic, int partition, long offset) {
    return topic + '/' + partition + '@' + offset;
  }

  /**
   * Takes in a letter; those of an earlier format's topology, which judged the same, don't count.
   */
  void add(ConsumerRecord<byte[], byte[]> letter) {
    if (!header(letter, DeadLetter.APPLICATION).equals(StreamsSettings.APPLICATION_ID)) {
      return;
    }
    letters.merge(
        header(letter, DeadLetter.TOPIC)
            + '/'
            + header(letter, DeadLetter.PARTITION)
            + '@'
            + header(letter, DeadLetter.OFFSET),
        1,
        Integer::sum);
  }

  /** What is missing, there twice, or there without reason; a line each. */
  Set<String> differences(Set<String> refused) {
    Set<String> differences = new TreeSet<>();
    for (String coordinates : refused) {
      int count = letters.getOrDefault(coordinates, 0);
      if (count != 1) {
        differences.add("dead letter of %s: %d times, expected once".formatted(coordinates, count));
      }
    }
    for (String coordinates : letters.keySet()) {
      if (!refused.contains(coordinates)) {
        differences.add("dead letter of %s: its record breaks no rule".formatted(coordinates));
      }
    }
    return differences;
  }

  private static String header(ConsumerRecord<?, ?> letter, String name) {
    Header header = letter.headers().lastHeader(name);
    return header == null ? "?" : new String(header.value(), StandardCharsets.UTF_8);
  }
}
