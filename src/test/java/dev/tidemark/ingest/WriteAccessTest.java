package dev.tidemark.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.ws.rs.core.HttpHeaders;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteAccessTest {

  private static final String KEY = "k-0123456789";

  @Test
  void aConfiguredKeyOpensAndNothingElseDoes() {
    WriteAccess access = access("0.0.0.0", "other", KEY);

    assertThat(access.refusal(headers(Map.of("X-API-Key", KEY)), "any.example")).isEmpty();
    assertThat(access.refusal(headers(Map.of("Authorization", "bearer " + KEY)), null)).isEmpty();
    assertThat(status(access, Map.of(), "localhost")).isEqualTo(401);
    assertThat(status(access, Map.of("X-API-Key", ""), "localhost")).isEqualTo(401);
    assertThat(status(access, Map.of("X-API-Key", KEY + "x"), "localhost")).isEqualTo(401);
    assertThat(status(access, Map.of("Authorization", "Basic " + KEY), "localhost")).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"})
  void whoeverComesThroughAProxyNeedsAKey(String header) {
    assertThat(status(access("127.0.0.1"), Map.of(header, "x"), "localhost")).isEqualTo(403);
    assertThat(
            access("127.0.0.1", KEY)
                .refusal(headers(Map.of(header, "x", "X-API-Key", KEY)), "localhost"))
        .isEmpty();
  }

  @Test
  void keysAreNeededOnLoopbackTooOnceThereAreAny() {
    assertThat(status(access("127.0.0.1", KEY), Map.of(), "localhost")).isEqualTo(401);
  }

  @Test
  void beyondLoopbackWithoutKeysNobodyWritesAndTheAnswerSaysWhatToSet() {
    HttpProblem problem =
        access("0.0.0.0").refusal(headers(Map.of("X-API-Key", KEY)), "localhost").orElseThrow();

    assertThat(problem.getStatusCode()).isEqualTo(401);
    assertThat(problem.getDetail()).contains("tidemark.ingest.api-keys");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST", "127.0.0.1", "127.8.8.8", "::1", "[::1]"})
  void loopbackNeedsNoKey(String host) {
    assertThat(access(host).refusal(headers(Map.of()), host)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"attacker.example", "localhost.attacker.example", "127.0.0.1.nip.io", "10.0.0.1"})
  void otherNamesAndOriginsOfLoopbackAreRefused(String host) {
    WriteAccess access = access("127.0.0.1");

    assertThat(status(access, Map.of(), host)).isEqualTo(403);
    assertThat(status(access, Map.of("Origin", "https://" + host), "localhost")).isEqualTo(403);
    assertThat(status(access, Map.of("Origin", "null"), "localhost")).isEqualTo(403);
    assertThat(status(access, Map.of(), null)).isEqualTo(403);
  }

  private static int status(WriteAccess access, Map<String, String> headers, String host) {
    return access.refusal(headers(headers), host).orElseThrow().getStatusCode();
  }

  private static WriteAccess access(String httpHost, String... keys) {
    SmallRyeConfigBuilder settings =
        new SmallRyeConfigBuilder().withMapping(IngestConfig.class).withValidateUnknown(false);
    if (keys.length > 0) {
      settings.withDefaultValue("tidemark.ingest.api-keys", String.join(",", keys));
    }
    IngestConfig config = settings.build().getConfigMapping(IngestConfig.class);
    return new WriteAccess(config, httpHost);
  }

  /** Headers of which only {@code getHeaderString} is asked. */
  private static HttpHeaders headers(Map<String, String> values) {
    return (HttpHeaders)
        Proxy.newProxyInstance(
            HttpHeaders.class.getClassLoader(),
            new Class<?>[] {HttpHeaders.class},
            (proxy, method, arguments) -> values.get((String) arguments[0]));
  }
}
