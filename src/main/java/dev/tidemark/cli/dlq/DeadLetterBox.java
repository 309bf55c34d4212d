package dev.tidemark.cli.dlq;

import dev.tidemark.cli.verify.TopicReader;
import dev.tidemark.event.DeadLetterHeaders;
import dev.tidemark.event.EventDecoder;
import dev.tidemark.event.SchemaRegistry;
import dev.tidemark.event.Topics;
import dev.tidemark.kafka.ClientSettings;
import dev.tidemark.topology.BoundedProducer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The dead letters of a cluster. A letter that was put back stays in the topic; a mark beside it,
 * written in the same transaction, says so, hence each is put back exactly once.
 */
public final class DeadLetterBox {

  /** Letters in one transaction: a few seconds of work, far from its timeout. */
  private static final int BATCH = 1_000;

  private final String bootstrapServers;
  private final EventDecoder decoder;

  /**
   * @param registry resolves records in Confluent framing; null if there is none
   */
  public DeadLetterBox(String bootstrapServers, SchemaRegistry registry) {
    this.bootstrapServers = bootstrapServers;
    decoder = new EventDecoder(registry);
  }

  /**
   * Letters alike.
   *
   * @param newest record timestamp, epoch milliseconds
   * @param example the reasons of one of them, in words
   */
  public record Group(
      String topic, String rule, String runner, long count, long newest, String example) {

    private Group and(Group other) {
      return new Group(
          topic, rule, runner, count + other.count, Math.max(newest, other.newest), example);
    }
  }

  /**
   * How a replay went.
   *
   * @param replayed letters put back
   * @param omitted letters that don't hold their record, so that it can't be put back
   */
  public record Replay(long replayed, long omitted) {}

  /** The letters that were not put back yet, counted by topic, rule and runner; most first. */
  public List<Group> groups(LetterFilter filter) {
    record Key(String topic, String rule, String runner) {}
    Map<Key, Group> groups = new HashMap<>();
    for (Letter letter : open(filter)) {
      groups.merge(
          new Key(letter.topic(), letter.rule(), letter.runner()),
          new Group(
              letter.topic(),
              letter.rule(),
              letter.runner(),
              1,
              letter.timestamp(),
              letter.error()),
          Group::and);
    }
    return groups.values().stream()
        .sorted(
            Comparator.comparingLong(Group::count)
                .reversed()
                .thenComparing(Group::topic)
                .thenComparing(Group::rule)
                .thenComparing(Group::runner))
        .toList();
  }

  /**
   * Puts the letters back into the topics that they came from, with their keys, timestamps and
   * headers. What still breaks a rule comes back as a letter of its own, which this run leaves.
   */
  public Replay replay(LetterFilter filter) {
    Map<String, Object> settings = ClientSettings.producer(bootstrapServers);
    // Two replays at a time would put letters back twice: the later start ends the earlier one.
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "tidemark-dlq-replay");
    try (BoundedProducer producer = new BoundedProducer(settings)) {
      producer.initTransactions();
      Set<String> due = new HashSet<>();
      long omitted = 0;
      for (Letter letter : open(filter)) {
        if (letter.whole()) {
          due.add(letter.coordinates());
        } else {
          omitted++;
        }
      }
      Batches batches = new Batches(producer);
      try (TopicReader reader = new TopicReader(bootstrapServers, List.of(Topics.DEAD_LETTERS))) {
        reader.readToEnd(
            record -> {
              if (due.contains(Letter.coordinates(record))) {
                batches.putBack(record);
              }
            });
      }
      batches.end();
      return new Replay(due.size(), omitted);
    }
  }

  private Collection<Letter> open(LetterFilter filter) {
    Map<String, Letter> open = new HashMap<>();
    try (TopicReader reader = new TopicReader(bootstrapServers, List.of(Topics.DEAD_LETTERS))) {
      Set<String> replayed = new HashSet<>();
      reader.readToEnd(
          record -> {
            Letter letter = Letter.of(record, decoder);
            if (letter.replayed() != null) {
              replayed.add(letter.replayed());
            } else if (filter.accepts(letter)) {
              open.put(letter.coordinates(), letter);
            }
          });
      open.keySet().removeAll(replayed);
    }
    return open.values();
  }

  /** Letters and their marks, some hundreds to a transaction. */
  private static final class Batches {

    private final BoundedProducer producer;
    private int open;

    Batches(BoundedProducer producer) {
      this.producer = producer;
    }

    void putBack(ConsumerRecord<byte[], byte[]> letter) {
      if (open == 0) {
        producer.beginTransaction();
      }
      String topic = Letter.topic(letter);
      RecordHeaders headers = new RecordHeaders();
      for (Header header : letter.headers()) {
        if (!header.key().startsWith(Letter.OWN_HEADERS)) {
          headers.add(header);
        }
      }
      producer.send(
          new ProducerRecord<>(
              topic, null, letter.timestamp(), letter.key(), letter.value(), headers));
      RecordHeaders mark = new RecordHeaders();
      mark.add(
          DeadLetterHeaders.REPLAYED, Letter.coordinates(letter).getBytes(StandardCharsets.UTF_8));
      Header rule = letter.headers().lastHeader(DeadLetterHeaders.RULE);
      if (rule != null) { // so that whoever counts by rule need not remember the letters
        mark.add(rule);
      }
      producer.send(
          new ProducerRecord<>(Topics.DEAD_LETTERS, letter.partition(), null, null, null, mark));
      open++;
      if (open == BATCH) {
        end();
      }
    }

    void end() {
      if (open > 0) {
        producer.commitTransaction();
        open = 0;
      }
    }
  }
}
