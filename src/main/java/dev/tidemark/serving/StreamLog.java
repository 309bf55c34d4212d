package dev.tidemark.serving;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The latest event of every subject, by sequence number. Who knows all events up to some number
 * needs only those after it, however many there were between. One thread writes, any may read.
 */
final class StreamLog {

  private static final Pattern ID = Pattern.compile("([0-9a-f]{32})-(\\d{1,18})");

  /** Sequence numbers start anew with the process, so ids name the process too. */
  private final String epoch = UUID.randomUUID().toString().replace("-", "");

  private final int removalsKept;
  private final Map<String, StreamEvent> latest = new HashMap<>();
  private final TreeMap<Long, StreamEvent> bySequence = new TreeMap<>();
  private final TreeSet<Long> removals = new TreeSet<>();
  private long newest;
  private long forgotten;

  /**
   * An empty log.
   *
   * @param removalsKept how many removals it remembers; the oldest go first
   */
  StreamLog(int removalsKept) {
    this.removalsKept = removalsKept;
  }

  /** Tells something new of a subject; {@code data} is JSON on one line. */
  synchronized void put(String subject, String type, String data) {
    append(subject, type, data, false);
  }

  /** Tells that a subject is gone. */
  synchronized void remove(String subject, String type, String data) {
    append(subject, type, data, true);
    removals.add(newest);
    if (removals.size() > removalsKept) {
      forgotten = removals.pollFirst();
      latest.remove(bySequence.remove(forgotten).subject());
    }
  }

  private void append(String subject, String type, String data, boolean removal) {
    newest++;
    byte[] frame = StreamEvent.frame(id(newest), type, data);
    StreamEvent event = new StreamEvent(newest, subject, removal, frame);
    StreamEvent replaced = latest.put(subject, event);
    if (replaced != null) {
      bySequence.remove(replaced.sequence());
      removals.remove(replaced.sequence());
    }
    bySequence.put(newest, event);
  }

  /** The first events after a sequence number, oldest first. */
  synchronized List<StreamEvent> after(long sequence, int most) {
    return bySequence.tailMap(sequence, false).values().stream().limit(most).toList();
  }

  /** Sequence number of the newest event; 0 while there was none. */
  synchronized long newest() {
    return newest;
  }

  /** The newest removal that is no longer remembered; 0 while all are. */
  synchronized long forgotten() {
    return forgotten;
  }

  /** The id that a client gives to go on after this event. */
  String id(long sequence) {
    return epoch + "-" + sequence;
  }

  /**
   * The sequence number after which a client goes on that has read up to this id; empty if it must
   * start anew: the id isn't of this process, or a removal after it is forgotten.
   */
  synchronized OptionalLong resume(String id) {
    Matcher parts = ID.matcher(id);
    if (!parts.matches() || !parts.group(1).equals(epoch)) {
      return OptionalLong.empty();
    }
    long sequence = Long.parseLong(parts.group(2));
    return sequence >= forgotten && sequence <= newest
        ? OptionalLong.of(sequence)
        : OptionalLong.empty();
  }
}
