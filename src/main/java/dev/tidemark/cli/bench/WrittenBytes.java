package dev.tidemark.cli.bench;

import dev.tidemark.cli.process.Background;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;

/**
 * How much a system writes to its topics, of which the broker meanwhile removes what has been
 * consumed or compacted: the growth of each log, looked at once a second.
 */
final class WrittenBytes implements AutoCloseable {

  private final BenchCluster cluster;
  private final Map<TopicPartition, Long> sizes = new HashMap<>();
  private final Background looker;
  private long total;
  private volatile IOException failure;

  /** From now on, with the logs as they are. */
  WrittenBytes(BenchCluster cluster) throws IOException, InterruptedException {
    this.cluster = cluster;
    look();
    total = 0;
    looker = new Background("bench-written-bytes", this::lookOn);
  }

  private void lookOn() throws InterruptedException {
    try {
      while (true) {
        TimeUnit.SECONDS.sleep(1);
        look();
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  private synchronized void look() throws IOException, InterruptedException {
    cluster
        .writtenLogs()
        .forEach(
            (partition, size) -> {
              Long before = sizes.put(partition, size);
              total += Math.max(0, size - (before == null ? 0 : before));
            });
  }

  /**
   * Bytes up to now.
   *
   * @throws IOException if any look has failed
   */
  synchronized long total() throws IOException, InterruptedException {
    if (failure != null) {
      throw failure;
    }
    look();
    return total;
  }

  @Override
  public void close() {
    looker.close();
  }
}
