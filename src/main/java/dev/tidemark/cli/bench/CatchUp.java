package dev.tidemark.cli.bench;

import dev.tidemark.cli.process.ChildProcess;
import dev.tidemark.event.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** How fast a system counts a backlog, from when it runs until its last count is committed. */
final class CatchUp {

  private static final Duration STANDSTILL = Duration.ofSeconds(120);

  private final BenchCluster cluster;
  private final Farm farm;

  /**
   * What one run took.
   *
   * @param seconds from running to the last count committed
   * @param resultsPerSecond good and bad ones
   * @param cpuSecondsPerMillion processor time of the system for a million results
   * @param brokerCpuSecondsPerMillion the broker's meanwhile
   * @param writtenBytesPerResult what lies in topics that weren't there before
   * @param stateBytesPerResult what lies in the state folder
   */
  record Sample(
      double seconds,
      double resultsPerSecond,
      double cpuSecondsPerMillion,
      double brokerCpuSecondsPerMillion,
      double writtenBytesPerResult,
      double stateBytesPerResult) {}

  CatchUp(BenchCluster cluster, Farm farm) {
    this.cluster = cluster;
    this.farm = farm;
  }

  Sample peer(Peer peer) throws IOException, InterruptedException, TimeoutException {
    cluster.reset();
    Duration brokerBefore = cluster.broker().cpu();
    ChildProcess process = cluster.peer(peer);
    long counted = peer == Peer.DEDUP ? farm.counted() : farm.sent() - farm.bad();
    return sample(process, Peer.COUNTS, counted, brokerBefore);
  }

  /**
   * Tidemark from nothing.
   *
   * @param settings beyond the defaults, as environment variables
   */
  Sample tidemark(Map<String, String> settings)
      throws IOException, InterruptedException, TimeoutException {
    cluster.reset();
    Duration brokerBefore = cluster.broker().cpu();
    ChildProcess process = cluster.tidemark("tidemark", ChildProcess.freePort(), "score", settings);
    return sample(process, Topics.STANDINGS, farm.counted(), brokerBefore);
  }

  private Sample sample(ChildProcess process, String topic, long counted, Duration brokerBefore)
      throws IOException, InterruptedException, TimeoutException {
    long start = process.readySince();
    try (CountWatch watch = new CountWatch(cluster.bootstrapServers(), topic, CountWatch.IGNORED)) {
      long end = watch.await(counted, STANDSTILL);
      double millions = farm.sent() / 1e6;
      double seconds = (end - start) / 1e9;
      return new Sample(
          seconds,
          farm.sent() / seconds,
          seconds(process.cpu()) / millions,
          seconds(cluster.broker().cpu().minus(brokerBefore)) / millions,
          cluster.writtenBytes() / (double) farm.sent(),
          BenchCluster.size(cluster.data(process.name())) / (double) farm.sent());
    }
  }

  static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
