package dev.tidemark.cli.soak;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.event.EventCodec;
import dev.tidemark.event.EventJson;
import dev.tidemark.event.EventKeys;
import dev.tidemark.event.InvalidEventException;
import dev.tidemark.kafka.ClientSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes straight to Kafka, results good and bad. A patient one leaves retries to the idempotent
 * client; an impatient one gives up after a second or two and sends again what may have arrived.
 */
final class KafkaRunner extends SoakRunner {

  private static final int REMEMBERED = 300;

  private final int index;
  private final SoakEvents events;
  private final boolean impatient;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<ProducerRecord<byte[], byte[]>> sentBefore = new ArrayList<>();
  private final ConcurrentLinkedQueue<ProducerRecord<byte[], byte[]>> unsure =
      new ConcurrentLinkedQueue<>();
  private final AtomicInteger underWay = new AtomicInteger();

  KafkaRunner(String bootstrapServers, int index, long seed, int rate, boolean impatient) {
    super(impatient ? "impatient" : "patient-" + index, rate);
    this.index = index;
    this.events = new SoakEvents(seed);
    this.impatient = impatient;
    Map<String, Object> settings = ClientSettings.producer(bootstrapServers);
    if (impatient) {
      settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
      settings.put(ProducerConfig.RETRIES_CONFIG, 0);
      settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 1_000);
      settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 1_500);
      settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);
      // Nor do those of other languages put a record where its owner is.
      settings.put(ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG, true);
    }
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  void send(int count) throws InvalidEventException {
    sendUnsureAgain();
    Random random = events.random();
    for (int i = 0; i < count; i++) {
      if (!sentBefore.isEmpty() && random.nextInt(10) == 0) {
        receipts.sentAgain.increment();
        send(sentBefore.get(random.nextInt(sentBefore.size())));
      } else {
        ProducerRecord<byte[], byte[]> record = record(random);
        receipts.sent.increment();
        send(record);
        if (sentBefore.size() < REMEMBERED) {
          sentBefore.add(record);
        } else {
          sentBefore.set(random.nextInt(REMEMBERED), record);
        }
      }
    }
  }

  private ProducerRecord<byte[], byte[]> record(Random random) throws InvalidEventException {
    ObjectNode fields = events.next();
    SpecificRecord event = EventJson.parse(fields);
    boolean bad = random.nextInt(50) == 0;
    long now = Instant.now().toEpochMilli();
    byte[] value = bad ? badValue(event, random, now) : EventCodec.encode(event);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            EventKeys.topic(event),
            null,
            now,
            EventKeys.recordKey(event).getBytes(StandardCharsets.UTF_8),
            value);
    String number = index + ":" + receipts.number();
    record.headers().add(Receipts.HEADER, number.getBytes(StandardCharsets.UTF_8));
    if (bad) {
      record.headers().add(Receipts.BAD, new byte[0]);
    }
    return record;
  }

  private static byte[] badValue(SpecificRecord event, Random random, long now) {
    byte[] good = EventCodec.encode(event);
    return switch (random.nextInt(5)) {
      case 0 -> null;
      case 1 -> {
        byte[] noise = new byte[1 + random.nextInt(100)];
        random.nextBytes(noise);
        yield noise;
      }
      case 2 -> Arrays.copyOf(good, random.nextInt(good.length));
      case 3 -> with(event, "model", "no|name");
      default ->
          event.getSchema().getField("occurredAt") == null
              ? with(event, "model", "")
              : with(event, "occurredAt", Instant.ofEpochMilli(now).plus(Duration.ofHours(1)));
    };
  }

  private static byte[] with(SpecificRecord event, String field, Object value) {
    event.put(event.getSchema().getField(field).pos(), value);
    return EventCodec.encode(event);
  }

  private void sendUnsureAgain() {
    for (ProducerRecord<byte[], byte[]> record; (record = unsure.poll()) != null; ) {
      receipts.sentAgain.increment();
      send(record);
    }
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    String label =
        new String(record.headers().lastHeader(Receipts.HEADER).value(), StandardCharsets.UTF_8);
    int number = Integer.parseInt(label.substring(label.indexOf(':') + 1));
    underWay.incrementAndGet();
    producer.send(
        record,
        (metadata, failure) -> {
          if (failure == null) {
            receipts.acknowledged(number);
          } else {
            receipts.failed.increment();
            if (impatient) {
              unsure.add(record);
            }
          }
          underWay.decrementAndGet();
        });
  }

  @Override
  void drain() throws InterruptedException {
    producer.flush();
    while (underWay.get() > 0 || !unsure.isEmpty()) {
      sendUnsureAgain();
      producer.flush();
      SoakCluster.sleep(100);
    }
  }

  @Override
  public void close() {
    super.close();
    producer.close(Duration.ofSeconds(5));
  }
}
