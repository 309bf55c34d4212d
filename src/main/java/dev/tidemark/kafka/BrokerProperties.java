package dev.tidemark.kafka;

import java.nio.file.Path;
import java.util.Properties;

/** The embedded broker's settings. What stands here differs from Kafka's default, and says why. */
final class BrokerProperties {

  static final int NODE_ID = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  /**
   * Largest batch in bytes, 8 MiB: a standing carries its whole tally, and the topology's own
   * topics, which no definition names, carry such tallies too.
   */
  static final int MAX_MESSAGE_BYTES = 8_388_608;

  private BrokerProperties() {}

  static Properties of(Path folder, String host, int port, int controllerPort) {
    Properties properties = new Properties();
    // The folder itself, so that Kafka's own tools find what they expect in it.
    set(properties, "log.dirs", folder.toString());
    node(properties, host.indexOf(':') < 0 ? host : "[" + host + "]", port, controllerPort);
    oneOfEach(properties);
    quick(properties);
    // A mistyped topic name must fail; topics come from their definitions alone.
    set(properties, "auto.create.topics.enable", false);
    set(properties, "message.max.bytes", MAX_MESSAGE_BYTES);
    // Never below the largest message, should a second broker ever copy from this one.
    set(properties, "replica.fetch.max.bytes", MAX_MESSAGE_BYTES);
    // The default takes 128 MB of heap; 8 MB still index 300,000 keys in one cleaning.
    set(properties, "log.cleaner.dedupe.buffer.size", 8_388_608);
    return properties;
  }

  /** Broker and controller in one: there is nobody else to vote or to serve. */
  private static void node(Properties properties, String host, int port, int controllerPort) {
    set(properties, "process.roles", "broker,controller");
    set(properties, "node.id", NODE_ID);
    // A fixed list of one voter keeps no port on disk, so the controller's may change each start.
    set(properties, "controller.quorum.voters", NODE_ID + "@" + host + ":" + controllerPort);
    set(properties, "controller.listener.names", CONTROLLER_LISTENER);
    // Loopback only: neither listener asks who is calling.
    set(
        properties,
        "listeners",
        "PLAINTEXT://%s:%d,%s://%s:%d"
            .formatted(host, port, CONTROLLER_LISTENER, host, controllerPort));
  }

  /** The defaults ask for three replicas and 50 partitions of what one node keeps for itself. */
  private static void oneOfEach(Properties properties) {
    set(properties, "offsets.topic.replication.factor", 1);
    set(properties, "transaction.state.log.replication.factor", 1);
    set(properties, "transaction.state.log.min.isr", 1);
    // Each partition costs files and start time; a handful of groups and producers fill these few.
    set(properties, "offsets.topic.num.partitions", 4);
    set(properties, "transaction.state.log.num.partitions", 4);
  }

  /** Waits that help a large cluster and only delay a standing here. */
  private static void quick(Properties properties) {
    // The default waits 3 s for more members before a new group's first assignment.
    set(properties, "group.initial.rebalance.delay.ms", 0);
    // After a kill the controller still waits for the broker that died: 9 s by default. One that
    // only stalled so long comes back with its next heartbeat, and clients just try again.
    set(properties, "broker.session.timeout.ms", 3_000);
    // Several beats in that time, so that a single late one means nothing.
    set(properties, "broker.heartbeat.interval.ms", 500);
    // Readers see nothing behind a dead producer's open transaction until this sweep ends it; the
    // default looks every 10 s.
    set(properties, "transaction.abort.timed.out.transaction.cleanup.interval.ms", 1_000);
    // Committed offsets wait for others to be written with, 5 ms by default, and each transaction
    // of the topology waits for its offsets.
    set(properties, "group.coordinator.append.linger.ms", 0);
    // The first write of a transaction is tried again this soon while the markers of the one before
    // are being written; the default is 20 ms.
    set(properties, "add.partitions.to.txn.retry.backoff.ms", 2);
  }

  private static void set(Properties properties, String key, Object value) {
    properties.setProperty(key, value.toString());
  }
}
