package dev.tidemark.cli.verify;

import dev.tidemark.event.Quoted;
import dev.tidemark.event.SchemaRegistry;
import dev.tidemark.event.Standing;
import dev.tidemark.event.StoredRecord;
import dev.tidemark.event.Topics;
import dev.tidemark.scoring.Method;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Recomputes every tally and score from the raw topics and compares them with the live standings.
 * Waits for results that are still on their way; what differs after that is a defect.
 */
public final class Verification {

  private static final long PAUSE_MILLIS = 250;

  private final String bootstrapServers;
  private final SchemaRegistry registry;
  private final Method method;
  private final Map<String, Standing> live = new HashMap<>();
  private final Map<String, String> unreadable = new TreeMap<>();

  /**
   * @param registry resolves records in Confluent framing; null if none is configured
   * @param method the one that the topology scores under
   */
  public Verification(String bootstrapServers, SchemaRegistry registry, Method method) {
    this.bootstrapServers = bootstrapServers;
    this.registry = registry;
    this.method = method;
  }

  /**
   * What was found.
   *
   * @param records input records read
   * @param identities result identities among them
   * @param refused records that belong in the dead letters
   * @param standings (model, period) pairs recomputed
   * @param differences a line each; empty when live and recomputed are the same bits
   * @param overfull identities with more versions than the ledger keeps
   */
  public record Report(
      long records,
      int identities,
      int refused,
      int standings,
      List<String> differences,
      List<String> overfull) {

    public boolean passed() {
      return differences.isEmpty();
    }
  }

  /**
   * Reads all and compares.
   *
   * @param patience how long results on their way may take
   */
  public Report run(Duration patience) throws InterruptedException {
    BatchRecompute batch = new BatchRecompute(registry);
    DeadLetters letters = new DeadLetters();
    try (TopicReader inputs = new TopicReader(bootstrapServers, Topics.INPUTS);
        TopicReader outputs = new TopicReader(bootstrapServers, List.of(Topics.STANDINGS));
        TopicReader refused = new TopicReader(bootstrapServers, List.of(Topics.DEAD_LETTERS))) {
      long deadline = System.nanoTime() + patience.toNanos();
      Map<String, Standing> recomputed = Map.of();
      long last = -1;
      while (true) {
        inputs.readToEnd(batch::add);
        if (batch.records() != last) {
          last = batch.records();
          recomputed = batch.standings(method);
        }
        outputs.readToEnd(this::follow);
        refused.readToEnd(letters::add);
        List<String> differences = new ArrayList<>(StandingDifferences.of(live, recomputed));
        differences.addAll(unreadable.values());
        differences.addAll(letters.differences(batch.refused()));
        boolean settled = inputs.readToEnd(batch::add) == 0;
        if (settled && differences.isEmpty() || System.nanoTime() > deadline) {
          return new Report(
              batch.records(),
              batch.identities(),
              batch.refused().size(),
              recomputed.size(),
              differences,
              batch.overfull());
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
  }

  private void follow(ConsumerRecord<byte[], byte[]> record) {
    String key = new String(record.key(), StandardCharsets.UTF_8);
    live.remove(key);
    unreadable.remove(key);
    if (record.value() == null) {
      return;
    }
    try {
      live.put(key, StoredRecord.read(Standing.class, record.value()));
    } catch (IOException e) {
      unreadable.put(
          key,
          "%s: not readable at partition %d, offset %d: %s"
              .formatted(Quoted.of(key), record.partition(), record.offset(), e.getMessage()));
    }
  }
}
