package dev.tidemark.topology;

import dev.tidemark.event.AttackResult;
import dev.tidemark.event.CampaignResult;
import dev.tidemark.event.ContentHasher;
import dev.tidemark.event.Model;
import dev.tidemark.event.RecordId;
import dev.tidemark.event.Retraction;
import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Period;
import dev.tidemark.scoring.Tally;
import java.io.File;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** One ledger task by itself on stores in memory, which can be restarted on what it stored. */
final class LedgerDriver {

  private final Map<String, KeyValueStore<Bytes, byte[]>> stores = new HashMap<>();
  private WriteBehindStore tallies;
  private final ContentHasher hasher = new ContentHasher();
  private final Map<String, Tally> sent = new LinkedHashMap<>();
  private final Map<String, Long> lastResultAt = new HashMap<>();

  /** What the next step has been told of each tally so far. */
  private final Map<String, Tally> receiver = new HashMap<>();

  private MockProcessorContext<String, ScoreInput> context;
  private Ledger ledger;
  private Ledger former;

  LedgerDriver() {
    restart();
  }

  /** A new task on the same stores, right after a commit. */
  void restart() {
    former = ledger;
    start(new Ledger());
  }

  /** The task before this one again, with the processor that it had, as Kafka Streams does. */
  void takeBack() {
    start(former);
  }

  private void start(Ledger next) {
    context = new MockProcessorContext<>(new Properties(), new TaskId(0, 0), new File("none"));
    context.setCurrentSystemTimeMs(7);
    for (String name : new String[] {Ledger.ENTRIES, Ledger.RETRACTIONS, Ledger.MODELS}) {
      context.addStateStore(stores.computeIfAbsent(name, this::store));
    }
    if (tallies == null) {
      tallies = WriteBehindStore.over(builder(Ledger.TALLIES)).build();
      tallies.init(context.getStateStoreContext(), tallies);
    }
    context.addStateStore(tallies);
    ledger = next;
    ledger.init(context);
  }

  /** Sets the clock; records have timestamps of 1 and 2. */
  LedgerDriver clock(long millis) {
    context.setCurrentSystemTimeMs(millis);
    return this;
  }

  private KeyValueStore<Bytes, byte[]> store(String name) {
    KeyValueStore<Bytes, byte[]> store = builder(name).build();
    store.init(context.getStateStoreContext(), store);
    return store;
  }

  static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
        .withLoggingDisabled();
  }

  LedgerDriver send(SpecificRecord event, long timestamp) {
    RecordId id = new RecordId(timestamp, hasher.hash(event));
    if (event instanceof AttackResult attack) {
      take(Attempts.key(attack), attack.getOccurredAt(), Attempts.version(attack, id));
    } else if (event instanceof CampaignResult campaign) {
      take(Attempts.key(campaign), campaign.getOccurredAt(), Attempts.version(campaign, id));
    } else if (event instanceof Retraction retraction) {
      process(retraction.getModel(), Announcements.withdrawal(retraction, id));
    } else {
      Model model = (Model) event;
      process(model.getModel(), Announcements.registration(model, id));
    }
    return this;
  }

  private void take(ResultKey key, Instant at, ResultVersion version) {
    process(key.text(), new Attempt(Period.of(at.toEpochMilli()).month(), version));
  }

  private void process(String key, LedgerInput input) {
    ledger.process(new Record<>(key, input, input instanceof Attempt ? 1 : 2));
  }

  /** One punctuation and a commit: a slice of a retraction scan, and the tallies that changed. */
  LedgerDriver punctuate() {
    context.scheduledPunctuators().get(0).getPunctuator().punctuate(7);
    tallies.flushCache();
    for (var forward : context.forwarded()) {
      PartitionTally part = (PartitionTally) forward.record().value();
      String key = forward.record().key() + "<" + part.carriedModel();
      Tally tally = part.whole() ? new Tally() : receiver.getOrDefault(key, new Tally()).copy();
      part.cells()
          .forEach(
              (cell, counts) -> {
                long[] old = tally.cells().get(cell);
                if (old != null) {
                  tally.add(cell, Arrays.stream(old).map(count -> -count).toArray());
                }
                tally.add(cell, counts);
              });
      receiver.put(key, tally);
      sent.put(key, tally);
      lastResultAt.put(key, part.lastResultAt());
    }
    context.resetForwards();
    return this;
  }

  /** Punctuates until every scan has ended. */
  LedgerDriver settle() {
    do {
      punctuate();
    } while (scanning());
    return this.punctuate();
  }

  boolean scanning() {
    try (var cursors =
        stores
            .get(Ledger.RETRACTIONS)
            .range(Bytes.wrap(new byte[] {'c'}), Bytes.wrap(new byte[] {'d'}))) {
      return cursors.hasNext();
    }
  }

  /** Whether it ever asked for a commit. */
  boolean askedForCommit() {
    return context.committed();
  }

  /** How many tallies were sent since the last call, with their last values kept. */
  Map<String, Tally> takeSent() {
    Map<String, Tally> taken = new LinkedHashMap<>(sent);
    sent.clear();
    return taken;
  }

  /** The tally last sent of a carried model, under its own name, in a period. */
  Tally tally(String model, String period) {
    return sent.get(model + '|' + period + '<' + model);
  }

  /** The time of the newest result that was last sent of a carried model, under its own name. */
  Long lastResultAt(String model, String period) {
    return lastResultAt.get(model + '|' + period + '<' + model);
  }

  long[] cell(String model, String period, Cell cell) {
    Tally tally = tally(model, period);
    return tally == null ? null : tally.cells().get(cell);
  }
}
