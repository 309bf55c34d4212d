package dev.tidemark.topology;

import dev.tidemark.event.Alert;
import dev.tidemark.event.ApplicationId;
import dev.tidemark.event.SchemaRegistry;
import dev.tidemark.event.Standing;
import dev.tidemark.event.Topics;
import dev.tidemark.kafka.ClientSettings;
import dev.tidemark.kafka.TestBroker;
import dev.tidemark.scoring.Methods;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;

/** The real topology on a real broker of its own, with what a test needs to write and read. */
public final class LiveTopology implements AutoCloseable {

  private static final Duration READING = Duration.ofSeconds(60);

  private final TestBroker broker = TestBroker.start(Topics.ALL);
  private final Path stateDir;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> standingsReader;
  private final KafkaConsumer<byte[], byte[]> deadLetterReader;
  private final KafkaConsumer<byte[], byte[]> alertReader;
  private final Map<String, Standing> standings = new HashMap<>();
  private final List<Alert> alerts = new ArrayList<>();
  private final List<ConsumerRecord<byte[], byte[]>> deadLetters = new ArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private KafkaBacklog backlog;
  private KafkaStreams streams;

  public LiveTopology(Path stateDir) {
    this.stateDir = stateDir;
    producer =
        new KafkaProducer<>(
            ClientSettings.producer(broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    standingsReader = reader(Topics.STANDINGS);
    deadLetterReader = reader(Topics.DEAD_LETTERS);
    alertReader = reader(Topics.ALERTS);
    start();
  }

  /** Starts the topology, again after {@link #stop()}. */
  public void start() {
    start(null);
  }

  /**
   * The same with a schema registry.
   *
   * @param registry may be null
   */
  public void start(SchemaRegistry registry) {
    start(registry, ApplicationId.PRESENT);
  }

  /** The same as an application of another name, which computes everything anew. */
  void startAs(String application) {
    start(null, application);
  }

  private void start(SchemaRegistry registry, String application) {
    Properties settings =
        StreamsSettings.of(broker.bootstrapServers(), stateDir, "test-instance", 2, 0);
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
    backlog = new KafkaBacklog(broker.bootstrapServers(), application);
    streams =
        new KafkaStreams(
            new ScoringTopology(
                    Methods.builtIn().standard(), AlertSettings.STANDARD, registry, backlog)
                .build(settings),
            settings,
            new StreamsClients());
    streams.setUncaughtExceptionHandler(
        failure -> {
          failures.add(failure);
          return new ThreadReplacement().handle(failure);
        });
    streams.start();
  }

  /** Whether all tasks run. */
  public boolean running() {
    return streams.state() == KafkaStreams.State.RUNNING;
  }

  /** What stream threads have died of; others took their place. */
  List<Throwable> failures() {
    return failures;
  }

  /** Stops the topology cleanly; the broker stays. */
  public void stop() {
    backlog.close();
    streams.close(Duration.ofSeconds(20));
  }

  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  public int partitions(String topic) {
    return producer.partitionsFor(topic).size();
  }

  /** Writes without waiting; {@link #flush()} waits for all. */
  public void send(ProducerRecord<byte[], byte[]> record) {
    producer.send(record);
  }

  public void flush() {
    producer.flush();
  }

  /** The standings as a read_committed reader sees them now, by {@code model|period}. */
  public Map<String, Standing> standings() {
    for (ConsumerRecord<byte[], byte[]> record : poll(standingsReader)) {
      String key = new String(record.key(), StandardCharsets.UTF_8);
      if (record.value() == null) {
        standings.remove(key);
      } else {
        try {
          standings.put(key, Standing.fromByteBuffer(ByteBuffer.wrap(record.value())));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return standings;
  }

  /** All records of alerts so far, as a read_committed reader sees them, in order. */
  public List<Alert> alerts() {
    for (ConsumerRecord<byte[], byte[]> record : poll(alertReader)) {
      try {
        alerts.add(Alert.fromByteBuffer(ByteBuffer.wrap(record.value())));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return alerts;
  }

  /** All dead letters so far. */
  public List<ConsumerRecord<byte[], byte[]>> deadLetters() {
    deadLetters.addAll(poll(deadLetterReader));
    return deadLetters;
  }

  /** The dead letters that the last call of {@link #deadLetters()} ended with. */
  public List<ConsumerRecord<byte[], byte[]>> deadLettersRead() {
    return deadLetters;
  }

  /** All that was committed when this began and wasn't read before. */
  private static List<ConsumerRecord<byte[], byte[]>> poll(KafkaConsumer<byte[], byte[]> consumer) {
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    long deadline = System.nanoTime() + READING.toNanos();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not read within %s: %s".formatted(READING, ends));
      }
      consumer.poll(Duration.ofMillis(100)).forEach(all::add);
    }
    return all;
  }

  private KafkaConsumer<byte[], byte[]> reader(String topic) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            ClientSettings.consumer(broker.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  @Override
  public void close() {
    stop();
    producer.close();
    standingsReader.close();
    deadLetterReader.close();
    alertReader.close();
    broker.close();
  }
}
