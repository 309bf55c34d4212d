package dev.tidemark.cli.verify;

import dev.tidemark.event.ApplicationId;
import dev.tidemark.event.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** The dead-letter topic as it stands, by where each letter came from. */
final class DeadLetters {

  /** Positions of the letters in their own topic, by where the refused records stand. */
  private final Map<String, Set<String>> letters = new HashMap<>();

  /** Of letters that were put back: their positions, and where their records stand. */
  private final Set<String> replayed = new HashSet<>();

  /** {@code topic/partition@offset}. */
  static String coordinates(String topic, Object partition, Object offset) {
    return topic + '/' + partition + '@' + offset;
  }

  /**
   * Takes in a letter; those of an earlier format's topology, which judged the same, don't count.
   */
  void add(ConsumerRecord<byte[], byte[]> letter) {
    Header mark = letter.headers().lastHeader(DeadLetterHeaders.REPLAYED);
    if (mark != null) {
      replayed.add(header(letter, DeadLetterHeaders.REPLAYED));
      replayed.add(source(letter));
    } else if (header(letter, DeadLetterHeaders.APPLICATION).equals(ApplicationId.PRESENT)) {
      letters
          .computeIfAbsent(source(letter), any -> new HashSet<>())
          .add(letter.partition() + "@" + letter.offset());
    }
  }

  /**
   * What is missing, there twice, or there without reason; a line each. A letter that was put back
   * after a fix may be of a record that breaks no rule any more.
   */
  Set<String> differences(Set<String> refused) {
    Set<String> differences = new TreeSet<>();
    for (String source : refused) {
      int count = letters.getOrDefault(source, Set.of()).size();
      if (count != 1) {
        differences.add("dead letter of %s: %d times, expected once".formatted(source, count));
      }
    }
    letters.forEach(
        (source, positions) -> {
          if (!refused.contains(source)
              && !replayed.contains(source)
              && !replayed.containsAll(positions)) {
            differences.add("dead letter of %s: its record breaks no rule".formatted(source));
          }
        });
    return differences;
  }

  private static String source(ConsumerRecord<?, ?> letter) {
    return coordinates(
        header(letter, DeadLetterHeaders.TOPIC),
        header(letter, DeadLetterHeaders.PARTITION),
        header(letter, DeadLetterHeaders.OFFSET));
  }

  private static String header(ConsumerRecord<?, ?> letter, String name) {
    Header header = letter.headers().lastHeader(name);
    return header == null || header.value() == null
        ? "?"
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}
