package dev.tidemark.serving;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A reading of a whole topic, from its beginning on. */
interface TopicReading {

  /** Hands over all records up to the present end of the topic, from where it stopped. */
  void toEnd(Consumer<ConsumerRecord<String, byte[]>> action);

  /** Has the next reading begin at the beginning. */
  void rewind();

  /** The offset that each partition has been read up to, that one not included. */
  Map<Integer, Long> positions();

  /**
   * Hands over what a bounded view is to hold, in two readings: only after the first is it known
   * which of those left out on the way have room after all.
   *
   * @param promote makes that room; gives the keys of the records that are then awaited
   */
  default void fill(
      Consumer<ConsumerRecord<String, byte[]>> action, Supplier<Set<String>> promote) {
    toEnd(action);
    Map<Integer, Long> first = positions();
    Set<String> awaited = promote.get();
    rewind();
    toEnd(
        record -> {
          if (awaited.contains(record.key()) || record.offset() >= first.get(record.partition())) {
            action.accept(record);
          }
        });
  }
}
