package dev.tidemark.cli.dlq;

import dev.tidemark.cli.verify.TopicReader;
import dev.tidemark.event.DeadLetterHeaders;
import dev.tidemark.event.EventDecoder;
import dev.tidemark.event.OpenLetters;
import dev.tidemark.event.SchemaRegistry;
import dev.tidemark.event.Topics;
import dev.tidemark.kafka.ClientSettings;
import dev.tidemark.topology.BoundedProducer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The dead letters of a cluster. A letter that was put back stays in the topic; a mark beside it,
 * written in the same transaction, says so, hence each is put back exactly once.
 */
public final class DeadLetterBox {

  private static final int MOST_GROUPS = 10_000;

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

  /**
   * The letters that were not put back yet, counted by topic, rule and runner; most first. Of more
   * than 10,000 kinds those that came last are counted together, without a name.
   */
  public List<Group> groups(LetterFilter filter) {
    record Key(String topic, String rule, String runner) {}
    Map<Key, Group> groups = new HashMap<>();
    try (TopicReader reader = reader()) {
      forEachOpen(
          reader.writtenEnd(),
          (letter, record) -> {
            if (!filter.accepts(letter)) {
              return;
            }
            Key key = new Key(letter.topic(), letter.rule(), letter.runner());
            if (groups.size() >= MOST_GROUPS && !groups.containsKey(key)) {
              key = new Key("", "", "");
            }
            groups.merge(
                key,
                new Group(
                    key.topic(), key.rule(), key.runner(), 1, letter.timestamp(), letter.error()),
                Group::and);
          },
          () -> {});
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
    // So long others wait for the transaction of a replay that was killed; one takes far less.
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 20_000);
    try (BoundedProducer producer = new BoundedProducer(settings);
        TopicReader reader = reader()) {
      producer.initTransactions();
      // Behind a transaction that is still open there may be marks of an earlier replay.
      Map<TopicPartition, Long> end = reader.writtenEnd();
      Transactions transactions = new Transactions(producer);
      long[] omitted = new long[1];
      forEachOpen(
          end,
          (letter, record) -> {
            if (filter.accepts(letter)) {
              if (letter.whole()) {
                transactions.putBack(record);
              } else {
                omitted[0]++;
              }
            }
          },
          transactions::end);
      return new Replay(transactions.replayed, omitted[0]);
    }
  }

  private TopicReader reader() {
    return new TopicReader(bootstrapServers, List.of(Topics.DEAD_LETTERS));
  }

  /**
   * Gives the letters before an end that are open, in their order. The topic is read twice, because
   * what says that one was put back comes after it.
   *
   * @param polled is called after the letters of each poll
   */
  private void forEachOpen(
      Map<TopicPartition, Long> end,
      BiConsumer<Letter, ConsumerRecord<byte[], byte[]>> action,
      Runnable polled) {
    OpenLetters open = new OpenLetters();
    try (TopicReader all = reader()) {
      all.readTo(end, records -> records.forEach(open::take));
    }
    try (TopicReader letters = reader()) {
      letters.readTo(
          end,
          records -> {
            for (ConsumerRecord<byte[], byte[]> record : records) {
              TopicPartition partition = new TopicPartition(record.topic(), record.partition());
              if (record.offset() < end.get(partition) && open.isOpen(record)) {
                action.accept(Letter.of(record, decoder), record);
              }
            }
            polled.run();
          });
    }
  }

  /**
   * Letters and their marks, those of one poll to a transaction: while it is open, nobody reads on
   * in the topics that the letters go to.
   */
  private static final class Transactions {

    /** What a mark repeats, so that whoever counts need not remember the letters. */
    private static final List<String> TOLD =
        List.of(
            DeadLetterHeaders.TOPIC,
            DeadLetterHeaders.PARTITION,
            DeadLetterHeaders.OFFSET,
            DeadLetterHeaders.APPLICATION,
            DeadLetterHeaders.RULE);

    private final BoundedProducer producer;
    private boolean open;
    private long replayed;

    Transactions(BoundedProducer producer) {
      this.producer = producer;
    }

    void putBack(ConsumerRecord<byte[], byte[]> letter) {
      if (!open) {
        producer.beginTransaction();
        open = true;
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
      for (String told : TOLD) {
        Header header = letter.headers().lastHeader(told);
        if (header != null) {
          mark.add(header);
        }
      }
      producer.send(
          new ProducerRecord<>(Topics.DEAD_LETTERS, letter.partition(), null, null, null, mark));
      replayed++;
    }

    void end() {
      if (open) {
        producer.commitTransaction();
        open = false;
      }
    }
  }
}
