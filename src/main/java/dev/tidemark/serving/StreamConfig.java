package dev.tidemark.serving;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of the event stream. */
@ConfigMapping(prefix = "tidemark.serve.stream")
public interface StreamConfig {

  /** How many clients may be connected to this node; the next one gets 503. */
  @WithDefault("1000")
  @Min(1)
  @Max(100_000)
  int maxClients();

  /** How often a comment is sent, so that proxies don't take a quiet connection for a dead one. */
  @WithDefault("PT15S")
  @DurationMin(millis = 10)
  Duration heartbeat();

  /** How long a client may leave its full connection unread before it is closed. */
  @WithDefault("PT60S")
  @DurationMin(millis = 10)
  Duration patience();
}
