package dev.tidemark.topology;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Sends a record to the partition that owns its key, and retractions and registrations to every
 * partition, because any of them may hold results that they concern. For use by many threads.
 */
final class OwnerPartitioner<V> implements StreamPartitioner<String, V> {

  /** Sets to give, of a topic with so many partitions; none before its first record. */
  private record Partitions(List<Set<Integer>> single, Set<Integer> all) {

    static Partitions of(int count) {
      List<Set<Integer>> single = IntStream.range(0, count).mapToObj(Set::of).toList();
      return new Partitions(
          single, single.stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet()));
    }
  }

  private final UnaryOperator<String> owned;
  private volatile Partitions known = Partitions.of(0);

  /**
   * @param owned the part of a key that decides who owns it
   */
  OwnerPartitioner(UnaryOperator<String> owned) {
    this.owned = owned;
  }

  @Override
  public Optional<Set<Integer>> partitions(String topic, String key, V value, int numPartitions) {
    Partitions partitions = known;
    if (partitions.single().size() != numPartitions) {
      partitions = Partitions.of(numPartitions);
      known = partitions;
    }
    return Optional.of(
        value instanceof Withdrawal || value instanceof Registration
            ? partitions.all()
            : partitions.single().get(owner(owned.apply(key), numPartitions)));
  }

  /**
   * Whether this partition owns a key, so that a record that is there already need not be sent. No
   * partition does before it is known how many there are.
   */
  boolean owns(String key, int partition) {
    int count = known.single().size();
    return count > 0 && owner(owned.apply(key), count) == partition;
  }

  /** Of so many partitions the one that owns; as Kafka's own partitioner in Java. */
  static int owner(String owned, int count) {
    byte[] bytes = owned.getBytes(StandardCharsets.UTF_8);
    return Utils.toPositive(Utils.murmur2(bytes)) % count;
  }
}
