package dev.tidemark.event;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Which dead letters are open: those of the present application id whose records were not put back.
 * A topology of another id judges everything again and writes letters of its own; what was put back
 * under one id stays so under the next. Takes the records of the topic in their order, each once,
 * and keeps a bit or two of each that was put back, as there may be millions.
 */
public final class OpenLetters {

  private static final int BITS = 12;

  private final Map<Stretch, BitSet> putBack = new HashMap<>();

  /** Offsets of a partition that share all but their last bits. */
  private record Stretch(String topic, int partition, long number) {}

  private record Place(String topic, int partition, long offset) {

    private Stretch stretch() {
      return new Stretch(topic, partition, offset >> BITS);
    }

    private int bit() {
      return (int) (offset & (1 << BITS) - 1);
    }
  }

  /**
   * Takes a letter or a mark in.
   *
   * @return how many letters that opens: 1, 0, or -1 if it says that an open one was put back
   */
  public int take(ConsumerRecord<?, ?> record) {
    String replayed = header(record, DeadLetterHeaders.REPLAYED);
    if (replayed == null) {
      return isOpen(record) ? 1 : 0;
    }
    String[] at = replayed.split("@", 2);
    Place letter = at.length < 2 ? null : place(Topics.DEAD_LETTERS, at[0], at[1]);
    if (letter == null
        || letter.partition() != record.partition()
        || letter.offset() < 0
        || letter.offset() >= record.offset()
        || !add(letter)) {
      return 0; // whoever may write to the topic may write this
    }
    Place source = source(record); // an earlier version's marks don't say it
    return (source == null || add(source)) && ofPresentId(record) ? -1 : 0;
  }

  /** Whether a record is a letter that is open, as far as the topic has been taken in. */
  public boolean isOpen(ConsumerRecord<?, ?> record) {
    return header(record, DeadLetterHeaders.REPLAYED) == null
        && ofPresentId(record)
        && !contains(new Place(Topics.DEAD_LETTERS, record.partition(), record.offset()))
        && !contains(source(record));
  }

  /** One that names no id is nobody's, and stays what it is. */
  private static boolean ofPresentId(ConsumerRecord<?, ?> record) {
    String application = header(record, DeadLetterHeaders.APPLICATION);
    return application == null || application.equals(ApplicationId.PRESENT);
  }

  /** Where the refused record stands; null if that isn't said. */
  private static Place source(ConsumerRecord<?, ?> record) {
    String topic = header(record, DeadLetterHeaders.TOPIC);
    return topic == null || !Topics.INPUTS.contains(topic)
        ? null
        : place(
            topic,
            header(record, DeadLetterHeaders.PARTITION),
            header(record, DeadLetterHeaders.OFFSET));
  }

  private static Place place(String topic, String partition, String offset) {
    try {
      return new Place(topic, Integer.parseInt(partition), Long.parseLong(offset));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** False if it is there already. */
  private boolean add(Place place) {
    BitSet bits = putBack.computeIfAbsent(place.stretch(), any -> new BitSet());
    boolean added = !bits.get(place.bit());
    bits.set(place.bit());
    return added;
  }

  private boolean contains(Place place) {
    BitSet bits = place == null ? null : putBack.get(place.stretch());
    return bits != null && bits.get(place.bit());
  }

  private static String header(ConsumerRecord<?, ?> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}
