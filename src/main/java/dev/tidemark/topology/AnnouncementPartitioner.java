package dev.tidemark.topology;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Sends retractions and registrations to every partition, because any of them may hold results that
 * they concern; tallies by their model, so that all periods of one meet; and all else by its key.
 */
final class AnnouncementPartitioner<V> implements StreamPartitioner<String, V> {

  private volatile Set<Integer> all = Set.of();

  @Override
  public Optional<Set<Integer>> partitions(String topic, String key, V value, int numPartitions) {
    if (value instanceof PartitionTally) {
      byte[] model = key.substring(0, key.indexOf('|')).getBytes(StandardCharsets.UTF_8);
      return Optional.of(Set.of(Utils.toPositive(Utils.murmur2(model)) % numPartitions));
    }
    if (!(value instanceof Withdrawal || value instanceof Registration)) {
      return Optional.empty();
    }
    Set<Integer> every = all;
    if (every.size() != numPartitions) {
      every = IntStream.range(0, numPartitions).boxed().collect(Collectors.toUnmodifiableSet());
      all = every;
    }
    return Optional.of(every);
  }
}
