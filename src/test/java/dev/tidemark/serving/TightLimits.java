package dev.tidemark.serving;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Limits that a test can reach. */
public final class TightLimits implements QuarkusTestProfile {

  static final int CLIENTS = 20;

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "tidemark.serve.max-alerts", "2",
        "tidemark.serve.stream.max-clients", String.valueOf(CLIENTS),
        "tidemark.serve.stream.heartbeat", "PT0.3S",
        "tidemark.serve.stream.patience", "PT3S");
  }
}
