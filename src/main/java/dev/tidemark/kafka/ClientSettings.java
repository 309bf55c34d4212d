package dev.tidemark.kafka;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What all clients share: bytes in, bytes out, nothing acknowledged that a broker could lose, and
 * no wait without an end. Each call gives a map of its own, to be added to.
 */
public final class ClientSettings {

  /** How long a producer tries to deliver a record before it reports a failure. */
  public static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(30);

  /** How long any other call waits for the cluster, retries and all. */
  public static final Duration CALL_TIMEOUT = Duration.ofSeconds(15);

  /** How long one request waits for its answer, so that there is time for another try. */
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

  private ClientSettings() {}

  /** An idempotent producer of bytes. */
  public static Map<String, Object> producer(String bootstrapServers) {
    Map<String, Object> settings = common(bootstrapServers);
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    // Both are defaults of today's client, but the claim that nothing acknowledged is lost or
    // doubled rests on them.
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // Results repeat model, suite and category names, so any codec gains much; lz4 costs both ends
    // the least time, and processor time is what a single machine is short of.
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.put(
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(DELIVERY_TIMEOUT.toMillis()));
    // send() itself waits when the buffer is full or no broker answers; the default is a minute.
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, CALL_TIMEOUT.toMillis());
    // A standing with its tally and a dead letter with its headers pass the default of 1 MB; each
    // topic sets its own limit below this.
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, BrokerProperties.MAX_MESSAGE_BYTES);
    return settings;
  }

  /** A consumer of bytes without a group, for assigned partitions; sees committed data only. */
  public static Map<String, Object> consumer(String bootstrapServers) {
    Map<String, Object> settings = common(bootstrapServers);
    settings.put(
        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    settings.put(
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    // Whoever reads says when it has done its work.
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // A mistyped name must not become a topic, whatever the cluster allows.
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(CALL_TIMEOUT.toMillis()));
    return settings;
  }

  /** The same in a consumer group; offsets are committed by the caller. */
  public static Map<String, Object> consumer(String bootstrapServers, String groupId) {
    Map<String, Object> settings = consumer(bootstrapServers);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
    return settings;
  }

  /** An admin client. */
  public static Map<String, Object> admin(String bootstrapServers) {
    Map<String, Object> settings = common(bootstrapServers);
    settings.put(
        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(CALL_TIMEOUT.toMillis()));
    return settings;
  }

  private static Map<String, Object> common(String bootstrapServers) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(
        CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(REQUEST_TIMEOUT.toMillis()));
    // The default backs off up to a second: a restarted broker is found again sooner.
    settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500L);
    return settings;
  }
}
