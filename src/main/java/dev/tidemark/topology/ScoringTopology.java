package dev.tidemark.topology;

import dev.tidemark.event.EventCodec;
import dev.tidemark.event.SchemaRegistry;
import dev.tidemark.event.Standing;
import dev.tidemark.event.Topics;
import dev.tidemark.scoring.Method;
import java.util.Properties;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The whole picture, read from top to bottom: intake, ledger, tallies, scores, alerts. */
public final class ScoringTopology {

  private final Method method;
  private final AlertSettings alerts;
  private final SchemaRegistry registry;
  private final Backlog backlog;
  private final Function<String, KeyValueBytesStoreSupplier> stores;

  /**
   * @param method the method that standings are scored under
   * @param alerts the thresholds of the alert rules
   * @param registry resolves records in Confluent framing; null if none is configured
   * @param backlog what is to be scored before alerts are judged, where stores are new
   */
  ScoringTopology(Method method, AlertSettings alerts, SchemaRegistry registry, Backlog backlog) {
    this(method, alerts, registry, backlog, WholeRangeStore::supplier);
  }

  /** With stores of another kind: those of a test are flushed after each record. */
  ScoringTopology(
      Method method,
      AlertSettings alerts,
      SchemaRegistry registry,
      Backlog backlog,
      Function<String, KeyValueBytesStoreSupplier> stores) {
    this.stores = stores;
    this.backlog = backlog;
    this.method = method;
    this.alerts = alerts;
    this.registry = registry;
  }

  /** Builds the topology for an application with these settings. */
  public Topology build(Properties settings) {
    StreamsBuilder builder = new StreamsBuilder();
    addStores(builder);

    // 1 INTAKE: decode, validate, and find the partition that owns a record.
    // It names the step that a record goes to: each of the next four gets its own alone.
    OwnerPartitioner<LedgerInput> owners = new OwnerPartitioner<>(ResultKey::recordKey);
    KStream<String, IntakeResult> judged =
        builder.stream(
                Topics.INPUTS,
                Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                    .withTimestampExtractor(ScoringTopology::recordTimestamp)
                    .withName("inputs"))
            .process(() -> new Intake(registry, owners), Named.as("intake"));

    // Refused records end in the dead-letter topic, whole.
    judged
        .map(ScoringTopology::whole, Named.as(Intake.REFUSED))
        .to(
            Topics.DEAD_LETTERS,
            Produced.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("dead-letters"));

    // 2 LEDGER: one entry for each result identity; what changes there moves partition tallies.
    KStream<String, ScoreInput> partitionTallies =
        judged
            .mapValues(LedgerInput.class::cast, Named.as(Intake.ELSEWHERE))
            .repartition(
                Repartitioned.with(Serdes.String(), InternalSerdes.ledgerInput())
                    .withStreamPartitioner(owners)
                    .withName("results"))
            .merge(
                judged.mapValues(LedgerInput.class::cast, Named.as(Intake.HERE)),
                Named.as("from-elsewhere-and-here"))
            .process(
                Ledger::new,
                Named.as("ledger"),
                Ledger.ENTRIES,
                Ledger.RETRACTIONS,
                Ledger.TALLIES,
                Ledger.MODELS);

    // 3 TALLIES and 4 SCORES: sum over partitions and aliases, join prices, apply the method.
    KStream<String, AlertInput> scores =
        partitionTallies
            .merge(
                judged.mapValues(ScoreInput.class::cast, Named.as(Intake.ANNOUNCEMENT)),
                Named.as("tallies-and-announcements"))
            .repartition(
                Repartitioned.with(Serdes.String(), InternalSerdes.scoreInput())
                    .withStreamPartitioner(
                        new OwnerPartitioner<>(key -> key.substring(0, key.indexOf('|'))))
                    .withName("model-tallies"))
            .process(
                () -> new Scoring(method), Named.as("scoring"), Scoring.TALLIES, Scoring.MODELS);

    scores
        .filter(ScoringTopology::isScored, Named.as("scored"))
        .mapValues(ScoringTopology::standing, Named.as("standing"))
        .to(
            Topics.STANDINGS,
            Produced.with(Serdes.String(), Serdes.ByteArray()).withName("standings"));

    // 5 ALERTS: the rules over all standings of a model, FIRING once and RESOLVED once.
    scores
        .process(
            () -> new Alerting(method, alerts, backlog),
            Named.as("alerting"),
            Alerting.ALERTS,
            Scoring.TALLIES,
            Scoring.MODELS)
        .to(Topics.ALERTS, Produced.with(Serdes.String(), Serdes.ByteArray()).withName("alerts"));

    return builder.build(settings);
  }

  private static boolean isScored(String key, AlertInput input) {
    return input instanceof Scored;
  }

  /** A tombstone where nothing is left to count. */
  private static byte[] standing(AlertInput input) {
    Standing standing = ((Scored) input).standing();
    return standing == null ? null : EventCodec.encode(standing);
  }

  private static KeyValue<byte[], byte[]> whole(String key, IntakeResult result) {
    DeadLetter letter = (DeadLetter) result;
    return KeyValue.pair(letter.key(), letter.value());
  }

  /** A negative timestamp would stop the application; the rules refuse such a record instead. */
  private static long recordTimestamp(ConsumerRecord<Object, Object> record, long partitionTime) {
    return Math.max(0, record.timestamp());
  }

  private void addStores(StreamsBuilder builder) {
    // Nearly every ledger row is written once: a record cache would only copy it.
    builder.addStateStore(store(Ledger.ENTRIES).withCachingDisabled());
    builder.addStateStore(store(Ledger.RETRACTIONS).withCachingDisabled());
    // Tallies change with each result: their owners write what changed once a commit.
    builder.addStateStore(WriteBehindStore.over(store(Ledger.TALLIES)));
    builder.addStateStore(store(Ledger.MODELS).withCachingDisabled());
    builder.addStateStore(WriteBehindStore.over(store(Scoring.TALLIES)));
    builder.addStateStore(store(Scoring.MODELS).withCachingDisabled());
    builder.addStateStore(store(Alerting.ALERTS).withCachingDisabled());
  }

  private StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name) {
    return Stores.keyValueStoreBuilder(stores.apply(name), Serdes.Bytes(), Serdes.ByteArray());
  }
}
