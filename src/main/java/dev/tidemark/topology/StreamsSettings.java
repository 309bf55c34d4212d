package dev.tidemark.topology;

import dev.tidemark.event.ApplicationId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;

/** The settings of the Streams application that aren't the default, each with its reason. */
public final class StreamsSettings {

  /** How soon the tasks of an instance that died for good move to another. */
  public static final int SESSION_TIMEOUT_MILLIS = 15_000;

  /**
   * A tally may carry 1,001 names of 200 characters, four bytes each, in each dimension: some 11
   * MB. A record that can't be written would stop its partition for ever.
   */
  private static final int LARGEST_RECORD = 16 << 20;

  private StreamsSettings() {}

  /**
   * @param bootstrapServers of the Kafka cluster
   * @param stateDir where stores are kept; survives restarts
   * @param instanceId of this instance, the same after a restart
   * @param threads stream threads
   * @param standbys standby replicas of each store
   */
  public static Properties of(
      String bootstrapServers, Path stateDir, String instanceId, int threads, int standbys) {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, ApplicationId.PRESENT);
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    // Input offsets, stores and output commit together: a crash neither loses nor repeats.
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    // The default lies under the system's temporary folder, which is emptied behind one's back.
    settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
    settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbys);
    // What changed is sent on, scored and written once a commit: the fewer commits, the more of a
    // backlog is done. But a result passes through two of them, so CommitPace asks for more while
    // results are recent or few.
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1_000L);
    // A generated name would change with the topology, and its data would be lost.
    settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    settings.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
    settings.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
    settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SharedRocksMemory.class);
    // Kafka 4.1 registers a metric for each iterator that is opened and removes it after that
    // (KAFKA-19678), which takes 16 to 32 microseconds with JMX and less than one without: no JMX,
    // no push. Micrometer reads the metrics when it is asked for them.
    settings.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
    settings.put(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    // A task that went to another instance goes back this soon; the default is 10 minutes.
    settings.put(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, 60_000L);
    // Commits and punctuations are due between two polls: a longer wait for records delays them.
    settings.put(StreamsConfig.POLL_MS_CONFIG, 20L);
    // A static member that restarts takes its tasks up at once, also after a kill -9; a dynamic
    // one waits until the group has given its former self up.
    consumer(settings, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instanceId);
    consumer(settings, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MILLIS);
    consumer(settings, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
    // A rebalance waits this long for members that don't come. A coordinator that was killed has
    // been seen to come back with members that had gone, and the whole group waited; the default is
    // 5 minutes. Between two polls lie some milliseconds, or a commit that waits for the broker.
    consumer(settings, ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 60_000);
    // From the beginning: standings are a function of everything in the topics.
    consumer(settings, ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    // What came of one partition is used up before the next has its turn, so little at a time:
    // with 16 MB that was up to 22,000 records of a backlog, now it is some 1,700. A larger record
    // comes all the same.
    consumer(settings, ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 64 << 10);
    // A broker that restarts aborts what is open for longer than this, and every task whose
    // transaction was aborted loses its stores and restores them. In return, readers wait this long
    // for the last transaction of an instance that died for good; one that is started again ends
    // it at once.
    producer(settings, ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 30_000);
    producer(settings, ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_RECORD);
    producer(settings, ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    // A batch that follows the first of a transaction on its heels reaches a broker that is still
    // verifying the first (transactions v2), and is refused and tried again 100 ms later.
    producer(settings, ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    // Readers of committed records see none before the commit, which sends all: up to then, the
    // longer a batch waits the fuller it is.
    producer(settings, ProducerConfig.LINGER_MS_CONFIG, 60);
    producer(settings, ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
    settings.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), LARGEST_RECORD);
    // How long a changelog keeps a deletion for instances that were away: LeftCheckpoint.
    settings.put(
        StreamsConfig.topicPrefix(TopicConfig.DELETE_RETENTION_MS_CONFIG),
        Duration.ofDays(1).toMillis());
    // Internal records keep the source's timestamp, which intake has judged already.
    settings.put(
        StreamsConfig.topicPrefix(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG),
        Long.MAX_VALUE);
    return settings;
  }

  private static void consumer(Properties settings, String key, Object value) {
    settings.put(StreamsConfig.mainConsumerPrefix(key), value);
  }

  private static void producer(Properties settings, String key, Object value) {
    settings.put(StreamsConfig.producerPrefix(key), value);
  }
}
