package dev.tidemark.cli.bench;

import dev.tidemark.event.EventDecoder;
import dev.tidemark.event.Topics;
import dev.tidemark.kafka.ClientSettings;
import dev.tidemark.topology.StreamsSettings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;

/** Runs one peer in this process, until it is killed. */
public final class PeerRun {

  private static final int THREADS = 2;

  private PeerRun() {}

  /**
   * Runs a peer over all results of a cluster.
   *
   * @param state where its stores are kept
   */
  public static void run(Peer peer, String bootstrapServers, Path state)
      throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(ClientSettings.admin(bootstrapServers))) {
      NewTopic counts = new NewTopic(Peer.COUNTS, Optional.of(4), Optional.empty());
      admin.createTopics(List.of(counts)).all().get();
    }
    if (peer == Peer.CEILING) {
      count(bootstrapServers);
    } else {
      KafkaStreams streams =
          new KafkaStreams(PeerTopology.of(peer), settings(peer, bootstrapServers, state));
      streams.setStateListener(
          (now, before) -> {
            if (now == KafkaStreams.State.RUNNING) {
              System.out.println(Peer.RUNNING);
            }
          });
      streams.start();
    }
    new CountDownLatch(1).await();
  }

  /** Tidemark's own, so that topologies are compared and not settings; the DSL needs a cache. */
  private static Properties settings(Peer peer, String bootstrapServers, Path state) {
    Properties settings = StreamsSettings.of(bootstrapServers, state, "peer", THREADS, 0);
    settings.put(
        StreamsConfig.APPLICATION_ID_CONFIG,
        "tidemark-bench-peer-" + peer.name().toLowerCase(Locale.ROOT));
    settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 64L << 20);
    return settings;
  }

  /**
   * Counts twice from the beginning to the present end. It says that it runs when the second time
   * begins, with everything compiled: what none can be faster than has to be warm.
   */
  private static void count(String bootstrapServers) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            ClientSettings.producer(bootstrapServers),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.partitionsFor(Peer.COUNTS); // connects
      pass(bootstrapServers, () -> {}, total -> {});
      pass(
          bootstrapServers,
          () -> System.out.println(Peer.RUNNING),
          total -> {
            producer.send(
                new ProducerRecord<>(
                    Peer.COUNTS,
                    "all".getBytes(StandardCharsets.UTF_8),
                    ByteBuffer.allocate(Long.BYTES).putLong(total).array()));
            producer.flush();
          });
    }
  }

  /** With a consumer of its own: what the last one asked for at the end would be waited for. */
  private static void pass(String bootstrapServers, Runnable begins, LongConsumer counted) {
    EventDecoder decoder = new EventDecoder(null);
    Map<String, long[]> counts = new HashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            ClientSettings.consumer(bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          Stream.of(Topics.ATTACKS, Topics.CAMPAIGNS, Topics.BENCHMARKS)
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long end = consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
      begins.run();
      for (long read = 0; read < end; ) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          read++;
          PeerResult result = PeerResult.of(decoder, record.topic(), record.value());
          if (result != null) {
            String key = result.key() + '|' + result.cell();
            counts.computeIfAbsent(key, any -> new long[3])[result.outcome()]++;
          }
        }
      }
      counted.accept(counts.values().stream().flatMapToLong(LongStream::of).sum());
    }
  }
}
