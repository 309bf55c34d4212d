package dev.tidemark.cli.dlq;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Which letters were put back: a bit each, as there may be millions. */
final class PutBack {

  private static final int BITS = 20;

  private final Map<Stretch, BitSet> bits = new HashMap<>();

  /** Offsets of a partition that share all but their last bits. */
  private record Stretch(int partition, long number) {}

  /**
   * @param coordinates as a mark gives them; those that name no letter are passed over
   */
  void add(String coordinates) {
    try {
      int at = coordinates.indexOf('@');
      int partition = Integer.parseInt(coordinates, 0, at, 10);
      long offset = Long.parseLong(coordinates, at + 1, coordinates.length(), 10);
      bits.computeIfAbsent(stretch(partition, offset), any -> new BitSet()).set(bit(offset));
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      // Whoever may write to the topic may write this.
    }
  }

  boolean contains(ConsumerRecord<?, ?> letter) {
    BitSet of = bits.get(stretch(letter.partition(), letter.offset()));
    return of != null && of.get(bit(letter.offset()));
  }

  private static Stretch stretch(int partition, long offset) {
    return new Stretch(partition, offset >> BITS);
  }

  private static int bit(long offset) {
    return (int) (offset & (1 << BITS) - 1);
  }
}
