package dev.tidemark.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of HTTP ingest. */
@ConfigMapping(prefix = "tidemark.ingest")
public interface IngestConfig {

  /**
   * Keys that allow writing, separated by commas. Without any, writes are allowed only while the
   * server listens on loopback.
   */
  Optional<List<String>> apiKeys();

  /**
   * How many requests may publish at once; the next gets 503. Each holds one of at least 200 worker
   * threads, and reads need some too.
   */
  @WithDefault("64")
  @Min(1)
  @Max(150)
  int maxRequests();

  /** How many records may wait for the broker's acknowledgement, over all requests together. */
  @WithDefault("5000")
  @Min(1)
  @Max(1_000_000)
  int maxInFlight();

  /** How many different models this process accepts results and registrations of. */
  @WithDefault("" + ModelNames.MOST)
  @Min(1)
  @Max(1_000_000)
  int maxModels();

  /**
   * How long a request waits for one acknowledgement before it answers 503. Longer than the
   * producer's {@code delivery.timeout.ms}, so that the producer's own verdict comes first.
   */
  @WithDefault("PT20S")
  Duration ackTimeout();
}
