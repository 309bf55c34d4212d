package dev.tidemark.event;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Which refused records have a dead letter and were not put back. A record counts once: a topology
 * of another application id judges it again and writes a letter of its own, but once one of them
 * was put back, they all are. Takes the records of the dead-letter topic in their order; one that
 * comes again changes nothing. Keeps a number of each letter and, as there may be millions that
 * stand close together, two bits of each record. For one thread at a time.
 */
public final class OpenLetters {

  private static final int PARTITION_BITS = 16;
  private static final int OFFSET_BITS = 44;

  /** Places that share all but their last bits are kept together. */
  private static final int STRETCH_BITS = 10;

  private static final int STRETCH = 1 << STRETCH_BITS;

  /** What a place is numbered by, beside partition and offset; the inputs come after it. */
  private static final int OWN_TOPIC = 1;

  private static final long NOWHERE = 0;

  private static final int REFUSED = 0;
  private static final int PUT_BACK = 1;

  /** Places of the refused records, by those of their letters. */
  private final Map<Long, long[]> sources = new HashMap<>();

  /** What is known of the refused records, by their places. */
  private final Map<Long, BitSet> known = new HashMap<>();

  /**
   * Takes a letter or a mark in.
   *
   * @return how many letters that opens: 1, 0, or -1 if it says that an open one was put back
   */
  public int take(ConsumerRecord<?, ?> record) {
    String replayed = header(record, DeadLetterHeaders.REPLAYED);
    if (replayed == null) {
      long source = source(record);
      keep(place(OWN_TOPIC, record.partition(), record.offset()), source);
      return first(source, REFUSED) ? 1 : 0;
    }
    long source = source(replayed);
    return source != NOWHERE && first(source, PUT_BACK) ? -1 : 0;
  }

  /**
   * Whether a letter that was taken in is open; from now on it isn't, nor is any other of its
   * record. Hence of several letters it is the first that is asked about.
   */
  public boolean close(ConsumerRecord<?, ?> letter) {
    return first(source(letter), PUT_BACK);
  }

  /** Where the refused record stands; a letter that doesn't say so stands for itself. */
  private static long source(ConsumerRecord<?, ?> letter) {
    String topic = header(letter, DeadLetterHeaders.TOPIC);
    long source = NOWHERE;
    if (topic != null && Topics.INPUTS.contains(topic)) {
      source =
          place(
              OWN_TOPIC + 1 + Topics.INPUTS.indexOf(topic),
              header(letter, DeadLetterHeaders.PARTITION),
              header(letter, DeadLetterHeaders.OFFSET));
    }
    return source == NOWHERE ? place(OWN_TOPIC, letter.partition(), letter.offset()) : source;
  }

  /** The same of the letter that a mark names; nowhere if there is no such letter. */
  private long source(String replayed) {
    String[] at = replayed.split("@", 2);
    long letter = at.length == 2 ? place(OWN_TOPIC, at[0], at[1]) : NOWHERE;
    long[] stretch = sources.get(letter >> STRETCH_BITS);
    return stretch == null ? NOWHERE : stretch[index(letter)];
  }

  private void keep(long letter, long source) {
    long[] stretch = sources.computeIfAbsent(letter >> STRETCH_BITS, any -> new long[STRETCH]);
    stretch[index(letter)] = source;
  }

  /** Whether this becomes known of a refused record only now. */
  private boolean first(long source, int what) {
    BitSet bits = known.computeIfAbsent(source >> STRETCH_BITS, any -> new BitSet());
    int bit = 2 * index(source) + what;
    boolean first = !bits.get(bit);
    bits.set(bit);
    return first;
  }

  /** Whoever may write to the topic may write anything: what is no place is nowhere. */
  private static long place(int topic, String partition, String offset) {
    try {
      return place(topic, Integer.parseInt(partition), Long.parseLong(offset));
    } catch (NumberFormatException e) {
      return NOWHERE;
    }
  }

  private static long place(int topic, int partition, long offset) {
    return partition >> PARTITION_BITS == 0 && offset >> OFFSET_BITS == 0
        ? ((long) topic << PARTITION_BITS | partition) << OFFSET_BITS | offset
        : NOWHERE;
  }

  private static int index(long place) {
    return (int) place & STRETCH - 1;
  }

  private static String header(ConsumerRecord<?, ?> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}
