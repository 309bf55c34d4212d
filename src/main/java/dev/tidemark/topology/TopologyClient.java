package dev.tidemark.topology;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.jboss.logging.Logger;

/** One client of Kafka Streams, and what is to be known of it. Starts once. */
final class TopologyClient {

  private static final Logger LOG = Logger.getLogger(TopologyClient.class);

  private final RestoreProgress restoring = new RestoreProgress();
  private final StandbyProgress standbys = new StandbyProgress();
  private final int threads;
  private final KafkaStreams streams;
  private final KafkaStreamsMetrics metrics;

  TopologyClient(
      Topology topology, Properties settings, KafkaClientSupplier clients, MeterRegistry meters) {
    threads = (int) settings.get(StreamsConfig.NUM_STREAM_THREADS_CONFIG);
    streams = new KafkaStreams(topology, settings, clients);
    streams.setStateListener(
        (now, before) -> LOG.infof("event=topology-state from=%s to=%s", before, now));
    streams.setGlobalStateRestoreListener(restoring);
    streams.setStandbyUpdateListener(standbys);
    streams.setUncaughtExceptionHandler(new ThreadReplacement());
    metrics = new KafkaStreamsMetrics(streams);
    metrics.bindTo(meters);
  }

  void start() {
    streams.start();
  }

  /**
   * Whether as many threads live as there should be. Kafka Streams replaces one that died, as
   * {@link ThreadReplacement} asks it to; when it can't, it goes on with fewer, says that it runs
   * with none, and can't be given another: what is left of the failed one is in its way.
   */
  boolean whole() {
    return streams.state().isRunningOrRebalancing() && living() >= threads;
  }

  /** Threads that haven't died. */
  int living() {
    return streams.metadataForLocalThreads().size();
  }

  KafkaStreams.State state() {
    return streams.state();
  }

  RestoreProgress restoring() {
    return restoring;
  }

  StandbyProgress standbys() {
    return standbys;
  }

  /**
   * Stops it. A static member keeps its place in the group, so that the next start finds its tasks.
   *
   * @param patience after this the rest is left to the next start
   */
  void close(Duration patience) {
    metrics.close();
    if (!streams.close(patience)) {
      LOG.warn("event=topology-close-timeout the next start restores what was left open");
    }
  }
}
