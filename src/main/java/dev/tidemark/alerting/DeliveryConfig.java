package dev.tidemark.alerting;

import dev.tidemark.event.AlertRule;
import dev.tidemark.event.AlertSeverity;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Who is told of alerts, and how stubbornly. */
@ConfigMapping(prefix = "tidemark.alerts")
public interface DeliveryConfig {

  /** Receivers by name; the README says what each setting of one is for. */
  Map<String, ReceiverConfig> receivers();

  /** Months whose alerts are sent: 2 is the running one and the one before, UTC. */
  @WithDefault("2")
  @Min(1)
  @Max(1200)
  int deliverPeriods();

  /** How long a receiver may fail before the alerts that wait for it are given up. */
  @WithDefault("P7D")
  @DurationMin(seconds = 1)
  Duration giveUpAfter();

  /** Pause after a receiver's first failure; it doubles with each further one. */
  @WithDefault("PT1S")
  @DurationMin(millis = 1)
  Duration retryMin();

  /** The longest pause between two tries, unless the receiver asks for more. */
  @WithDefault("PT5M")
  @DurationMin(millis = 1)
  Duration retryMax();

  /** How long a receiver may take to answer. */
  @WithDefault("PT10S")
  @DurationMin(millis = 10)
  @DurationMax(minutes = 2)
  Duration timeout();

  /** One receiver. */
  interface ReceiverConfig {

    /** What it understands. */
    ReceiverType type();

    /** Where it is. */
    Optional<URI> url();

    /** Environment variable that holds its address, where that is a secret. */
    Optional<String> urlEnv();

    /** Environment variable that holds its secret. */
    Optional<String> secretEnv();

    /** Rules that it hears of; all by default. */
    Optional<Set<AlertRule>> rules();

    /** Least severity that it hears of. */
    @WithDefault("INFO")
    AlertSeverity minSeverity();

    /** Canonical names of models that it hears of, with {@code *} and {@code ?}. */
    Optional<List<String>> models();

    /** Providers whose models it hears of, with {@code *} and {@code ?}. */
    Optional<List<String>> providers();

    /** Whether plain http is good enough beyond loopback. */
    @WithDefault("false")
    boolean allowHttp();
  }
}
