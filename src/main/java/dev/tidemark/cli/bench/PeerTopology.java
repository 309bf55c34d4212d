package dev.tidemark.cli.bench;

import dev.tidemark.event.EventDecoder;
import dev.tidemark.event.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** What one writes first: decode, group, aggregate; with a textbook store of what was seen. */
final class PeerTopology {

  private static final List<String> RESULTS =
      List.of(Topics.ATTACKS, Topics.CAMPAIGNS, Topics.BENCHMARKS);
  private static final String SEEN = "seen";

  private PeerTopology() {}

  static Topology of(Peer peer) {
    StreamsBuilder builder = new StreamsBuilder();
    KStream<byte[], PeerResult> results =
        builder.stream(RESULTS, Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
            .process(Decode::new);
    if (peer.dedups()) {
      builder.addStateStore(
          Stores.keyValueStoreBuilder(
              Stores.persistentKeyValueStore(SEEN), Serdes.Bytes(), Serdes.Long()));
      results = results.process(Dedup::new, SEEN);
    }
    (peer == Peer.CELLS ? countCells(results) : aggregate(results))
        .to(Peer.COUNTS, Produced.with(Serdes.String(), Serdes.Long()));
    return builder.build();
  }

  private static KStream<String, Long> aggregate(KStream<byte[], PeerResult> results) {
    return results
        .groupBy(
            (key, result) -> result.key(),
            Grouped.with("results", Serdes.String(), serde(PeerResult::toBytes, PeerResult::read)))
        .aggregate(
            PeerCounts::new,
            (key, result, counts) -> counts.add(result),
            Materialized.<String, PeerCounts, KeyValueStore<Bytes, byte[]>>as("counts")
                .withKeySerde(Serdes.String())
                .withValueSerde(serde(PeerCounts::toBytes, PeerCounts::read)))
        .toStream()
        .mapValues(PeerCounts::total);
  }

  private static KStream<String, Long> countCells(KStream<byte[], PeerResult> results) {
    return results
        .map(
            (key, result) ->
                KeyValue.pair(
                    result.key() + '|' + result.cell() + '|' + result.outcome(), new byte[0]))
        .groupByKey(Grouped.with("results", Serdes.String(), Serdes.ByteArray()))
        .count(
            Materialized.<String, Long, KeyValueStore<Bytes, byte[]>>as("counts")
                .withKeySerde(Serdes.String()))
        .toStream();
  }

  private static <T> Serde<T> serde(Function<T, byte[]> write, Function<byte[], T> read) {
    return Serdes.serdeFrom(
        (topic, value) -> value == null ? null : write.apply(value),
        (topic, bytes) -> bytes == null ? null : read.apply(bytes));
  }

  private static final class Decode
      extends ContextualProcessor<byte[], byte[], byte[], PeerResult> {

    private final EventDecoder decoder = new EventDecoder(null);

    @Override
    public void process(Record<byte[], byte[]> record) {
      String topic = context().recordMetadata().orElseThrow().topic();
      PeerResult result = PeerResult.of(decoder, topic, record.value());
      if (result != null) {
        context().forward(record.withValue(result));
      }
    }
  }

  /** Lets the first result of each identity and month through. */
  private static final class Dedup
      extends ContextualProcessor<byte[], PeerResult, byte[], PeerResult> {

    private KeyValueStore<Bytes, Long> seen;

    @Override
    public void init(ProcessorContext<byte[], PeerResult> context) {
      super.init(context);
      seen = context.getStateStore(SEEN);
    }

    @Override
    public void process(Record<byte[], PeerResult> record) {
      byte[] month = record.value().key().getBytes(StandardCharsets.UTF_8);
      byte[] identity = new byte[record.key().length + month.length];
      System.arraycopy(record.key(), 0, identity, 0, record.key().length);
      System.arraycopy(month, 0, identity, record.key().length, month.length);
      if (seen.putIfAbsent(Bytes.wrap(identity), record.timestamp()) == null) {
        context().forward(record);
      }
    }
  }
}
