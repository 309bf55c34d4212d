package dev.tidemark.topology;

import dev.tidemark.event.Alert;
import dev.tidemark.event.StoredRecord;
import dev.tidemark.event.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * The backlog of the application's group. A thread of its own looks how far the group has come:
 * first in the input topics up to where they ended, then in what was made of that, which two
 * repartition topics and the scans of retractions carry on. Offsets and output are committed
 * together, so nothing slips through between them. At last it reads the alerts.
 */
final class KafkaBacklog implements Backlog, AutoCloseable {

  private static final Logger LOG = Logger.getLogger(KafkaBacklog.class);

  /** A round of this length leaves little to score after it. */
  private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final long COMPLAIN_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final String bootstrapServers;
  private final String application;
  private final Thread looking = new Thread(this::look, "topology-backlog");
  private final Map<List<String>, Map<TopicPartition, Long>> ends = new HashMap<>();
  private volatile Map<Integer, List<Alert>> alerts;
  private volatile boolean closed;

  KafkaBacklog(String bootstrapServers, String application) {
    this.bootstrapServers = bootstrapServers;
    this.application = application;
    looking.setDaemon(true);
  }

  @Override
  public synchronized boolean begin() {
    if (looking.getState() == Thread.State.NEW && !closed) {
      LOG.info("event=alerts-wait everything is scored anew, and none is judged until then");
      looking.start();
    }
    return true;
  }

  @Override
  public boolean scored() {
    return alerts != null;
  }

  /** Whether alerts aren't judged because of it. */
  boolean waiting() {
    return looking.isAlive() && !scored();
  }

  @Override
  public List<Alert> alerts(int partition) {
    return alerts.getOrDefault(partition, List.of());
  }

  private void look() {
    long said = System.nanoTime();
    while (!scored() && !closed) {
      try (GroupProgress group = new GroupProgress(bootstrapServers, application, () -> closed)) {
        long start;
        do { // what came during a long round is a backlog too
          start = System.nanoTime();
          await(group, Topics.INPUTS);
          await(group, List.of(internal("results-repartition")));
          awaitScans(group);
          await(group, List.of(internal(Scoring.TALLIES + "-repartition")));
          ends.clear();
        } while (System.nanoTime() - start > LONG_NANOS);
        alerts = readAlerts(group);
        LOG.info("event=alerts-begin everything is scored");
      } catch (InterruptedException | CancellationException e) {
        return;
      } catch (RuntimeException | Error e) { // of Kafka's: it is away, a topic isn't there yet
        if (System.nanoTime() - said > COMPLAIN_EVERY_NANOS) {
          said = System.nanoTime();
          LOG.warnf("event=alerts-wait how far the scoring has come isn't known: %s", e);
        }
        if (!pause()) {
          return;
        }
      }
    }
  }

  /** False if it is to end. */
  private static boolean pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /** What comes into the topics after the first look at them is for another round. */
  private void await(GroupProgress group, List<String> topics) throws InterruptedException {
    group.await(ends.computeIfAbsent(topics, group::ends));
  }

  /** Waits for the retractions that still look for what they withdraw. */
  private void awaitScans(GroupProgress group) throws InterruptedException {
    Set<String> open = openScans(group);
    while (!open.isEmpty()) {
      TimeUnit.SECONDS.sleep(1);
      open.retainAll(openScans(group));
    }
  }

  private Set<String> openScans(GroupProgress group) {
    Set<String> open = new HashSet<>();
    group.read(
        internal(Ledger.RETRACTIONS + "-changelog"),
        row -> {
          if (RetractionScan.isCursor(row.key())) {
            String scan = row.partition() + ":" + new String(row.key(), StandardCharsets.UTF_8);
            if (row.value() == null) {
              open.remove(scan);
            } else {
              open.add(scan);
            }
          }
        });
    return open;
  }

  /** The alerts by the partition that owns their model. */
  private Map<Integer, List<Alert>> readAlerts(GroupProgress group) {
    Map<String, Alert> newest = new LinkedHashMap<>();
    group.read(
        Topics.ALERTS,
        row -> {
          String key = row.key() == null ? "" : new String(row.key(), StandardCharsets.UTF_8);
          if (row.value() == null) {
            newest.remove(key);
            return;
          }
          try {
            Alert alert = StoredRecord.read(Alert.class, row.value());
            if (key.equals(AlertStore.Key.of(alert).text(alert.getModel()))) {
              newest.put(key, alert);
            }
          } catch (IOException | RuntimeException e) {
            // Avro throws anything on foreign bytes; one such record must not end the scoring.
            LOG.warnf(
                "event=unreadable-alert offset=%d error=%s",
                row.offset(), e.getClass().getSimpleName());
          }
        });
    int partitions = group.partitions(internal(Scoring.TALLIES + "-repartition"));
    Map<Integer, List<Alert>> owned = new HashMap<>();
    for (Alert alert : newest.values()) {
      owned
          .computeIfAbsent(
              OwnerPartitioner.owner(alert.getModel(), partitions), any -> new ArrayList<>())
          .add(alert);
    }
    return owned;
  }

  private String internal(String name) {
    return application + '-' + name;
  }

  @Override
  public synchronized void close() {
    closed = true;
  }
}
