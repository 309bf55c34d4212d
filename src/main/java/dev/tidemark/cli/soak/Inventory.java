package dev.tidemark.cli.soak;

import dev.tidemark.cli.verify.TopicReader;
import dev.tidemark.event.EventDecoder;
import dev.tidemark.event.EventType;
import dev.tidemark.event.InvalidEventException;
import dev.tidemark.event.Standing;
import dev.tidemark.event.StoredRecord;
import dev.tidemark.event.TallyRecords;
import dev.tidemark.event.Topics;
import dev.tidemark.scoring.Period;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Counts what is in the topics by itself, sharing nothing with topology or {@code verify} but the
 * reading of Avro: whether all that was acknowledged is there, how many results the steady models
 * have, and what was refused.
 */
final class Inventory implements AutoCloseable {

  private final TopicReader inputs;
  private final TopicReader outputs;
  private final TopicReader refused;
  private final EventDecoder decoder = new EventDecoder(null);
  private final List<BitSet> present = new ArrayList<>();
  private final Map<String, Set<String>> steady = new TreeMap<>();
  private final Map<String, Long> counted = new HashMap<>();
  private long records;
  private long repeats;
  private long bad;
  private long badLetters;
  private long goodLetters;

  Inventory(String bootstrapServers, int runners) {
    inputs = new TopicReader(bootstrapServers, Topics.INPUTS);
    outputs = new TopicReader(bootstrapServers, List.of(Topics.STANDINGS));
    refused = new TopicReader(bootstrapServers, List.of(Topics.DEAD_LETTERS));
    for (int i = 0; i < runners; i++) {
      present.add(new BitSet());
    }
  }

  /** Reads what has come since the last time; call it when nothing is under way any more. */
  void read() {
    inputs.readToEnd(this::count);
    outputs.readToEnd(this::follow);
    refused.readToEnd(this::letter);
  }

  long records() {
    return records;
  }

  /** Records that were in the topics before: sent again, under the same number. */
  long repeats() {
    return repeats;
  }

  long bad() {
    return bad;
  }

  long letters() {
    return badLetters + goodLetters;
  }

  /** Acknowledged records that are in no topic. */
  int lost(int runner, Receipts receipts) {
    return receipts.missing(present.get(runner));
  }

  /** Results of steady models that are counted more than once, or, negative, not at all. */
  long surplus() {
    long surplus = 0;
    for (Map.Entry<String, Set<String>> entry : steady.entrySet()) {
      surplus += counted.getOrDefault(entry.getKey(), 0L) - entry.getValue().size();
    }
    return surplus;
  }

  long steadyResults() {
    return steady.values().stream().mapToLong(Set::size).sum();
  }

  /** A line for each thing that is not as it must be. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    steady.forEach(
        (key, results) -> {
          long live = counted.getOrDefault(key, 0L);
          if (live != results.size()) {
            problems.add("%s counts %d results of %d".formatted(key, live, results.size()));
          }
        });
    if (badLetters != bad || goodLetters != 0) {
      problems.add(
          "%d bad records in the topics, %d of them in the dead letters, and %d good ones"
              .formatted(bad, badLetters, goodLetters));
    }
    return problems;
  }

  private void count(ConsumerRecord<byte[], byte[]> record) {
    records++;
    boolean isBad = record.headers().lastHeader(Receipts.BAD) != null;
    SpecificRecord event = isBad ? null : decode(record);
    note(number(record, event));
    if (isBad) {
      bad++;
    } else if (EventType.of(event).topic().startsWith("tidemark.results.")
        && text(event, "model").startsWith(SoakEvents.STEADY)) {
      Instant occurredAt = (Instant) event.get(event.getSchema().getField("occurredAt").pos());
      steady
          .computeIfAbsent(
              text(event, "model") + '|' + Period.of(occurredAt.toEpochMilli()),
              any -> new HashSet<>())
          .add(
              record.topic()
                  + text(event, "suite")
                  + '|'
                  + text(event, "caseId")
                  + '|'
                  + text(event, "trial"));
    }
  }

  private SpecificRecord decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      return decoder.decode(record.topic(), record.value());
    } catch (InvalidEventException e) {
      throw new IllegalStateException(
          "a record that nobody made bad: %s %d@%d: %s"
              .formatted(record.topic(), record.partition(), record.offset(), e.getMessage()),
          e);
    }
  }

  private static String number(ConsumerRecord<byte[], byte[]> record, SpecificRecord event) {
    Header header = record.headers().lastHeader(Receipts.HEADER);
    return header == null
        ? text(event, "evidenceUri").substring(Receipts.LINK.length())
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  private void note(String number) {
    int colon = number.indexOf(':');
    BitSet ofRunner = present.get(Integer.parseInt(number.substring(0, colon)));
    int index = Integer.parseInt(number.substring(colon + 1));
    if (ofRunner.get(index)) {
      repeats++;
    }
    ofRunner.set(index);
  }

  private void follow(ConsumerRecord<byte[], byte[]> record) {
    String key = new String(record.key(), StandardCharsets.UTF_8);
    try {
      if (record.value() == null) {
        counted.remove(key);
      } else {
        counted.put(key, TallyRecords.results(StoredRecord.read(Standing.class, record.value())));
      }
    } catch (IOException e) {
      throw new IllegalStateException("unreadable standing " + key, e);
    }
  }

  private void letter(ConsumerRecord<byte[], byte[]> letter) {
    if (letter.headers().lastHeader(Receipts.BAD) == null) {
      goodLetters++;
    } else {
      badLetters++;
    }
  }

  private static String text(SpecificRecord event, String field) {
    return String.valueOf(event.get(event.getSchema().getField(field).pos()));
  }

  @Override
  public void close() {
    inputs.close();
    outputs.close();
    refused.close();
  }
}
