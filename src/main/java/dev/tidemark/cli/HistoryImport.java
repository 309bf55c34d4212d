package dev.tidemark.cli;

import dev.tidemark.cli.verify.TopicReader;
import dev.tidemark.event.EventCodec;
import dev.tidemark.event.Reference;
import dev.tidemark.event.ReferenceRules;
import dev.tidemark.event.Topics;
import dev.tidemark.kafka.ClientSettings;
import dev.tidemark.topology.BoundedProducer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTxnStateException;

/** Writes a whole reference series in place of what stood there, in one transaction. */
final class HistoryImport {

  private static final int TRIES = 3;

  private final String bootstrapServers;

  HistoryImport(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** Cells, blanks included. */
  record Report(long written, long unchanged, long takenBack) {}

  /**
   * Replaces the series of a board: what it no longer holds is taken back, what stands already is
   * not written again.
   */
  Report replace(String series, String board, List<Reference> references) {
    Map<String, byte[]> wanted = new HashMap<>();
    references.forEach(of -> wanted.put(ReferenceRules.key(of), EventCodec.encode(of)));
    for (int left = TRIES; ; left--) {
      try {
        return tryToReplace(series, board, wanted);
      } catch (KafkaException e) {
        // A broker has been seen to refuse a transaction so, right after another one of its name.
        // Whatever came of it, the next try reads what stands and replaces that.
        if (left == 1 || !refused(e)) {
          throw e;
        }
      }
    }
  }

  private static boolean refused(Throwable e) {
    return e instanceof InvalidTxnStateException || e.getCause() != null && refused(e.getCause());
  }

  private Report tryToReplace(String series, String board, Map<String, byte[]> wanted) {
    Map<String, Object> settings = ClientSettings.producer(bootstrapServers);
    // Two imports of one series at a time would mix: the later start ends the earlier one.
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "tidemark-import-" + series + '-' + board);
    try (TopicReader reader = new TopicReader(bootstrapServers, List.of(Topics.REFERENCES));
        BoundedProducer producer = new BoundedProducer(settings)) {
      producer.initTransactions();
      Map<String, byte[]> standing = read(reader, series + '|' + board + '|');
      producer.beginTransaction();
      try {
        Report report = write(producer, standing, wanted);
        producer.commitTransaction();
        return report;
      } catch (RuntimeException e) {
        abort(producer, e);
        throw e;
      }
    }
  }

  private static Map<String, byte[]> read(TopicReader reader, String prefix) {
    Map<String, byte[]> standing = new HashMap<>();
    reader.readToEnd(
        record -> {
          String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
          if (record.value() == null) {
            standing.remove(key);
          } else if (key.startsWith(prefix)) {
            standing.put(key, record.value());
          }
        });
    return standing;
  }

  private static Report write(
      BoundedProducer producer, Map<String, byte[]> standing, Map<String, byte[]> wanted) {
    long takenBack = 0;
    for (String key : standing.keySet()) {
      if (!wanted.containsKey(key)) {
        send(producer, key, null);
        takenBack++;
      }
    }
    long written = 0;
    for (Map.Entry<String, byte[]> cell : wanted.entrySet()) {
      if (!Arrays.equals(standing.get(cell.getKey()), cell.getValue())) {
        send(producer, cell.getKey(), cell.getValue());
        written++;
      }
    }
    return new Report(written, wanted.size() - written, takenBack);
  }

  /** A send that fails shows when the transaction commits. */
  private static void send(BoundedProducer producer, String key, byte[] value) {
    producer.send(
        new ProducerRecord<>(Topics.REFERENCES, key.getBytes(StandardCharsets.UTF_8), value));
  }

  private static void abort(BoundedProducer producer, RuntimeException cause) {
    try {
      producer.abortTransaction();
    } catch (RuntimeException e) {
      cause.addSuppressed(e); // The cluster ends it when its time is up.
    }
  }
}
