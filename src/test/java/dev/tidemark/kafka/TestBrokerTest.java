package dev.tidemark.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TestBrokerTest {

  private static final String TOPIC = "tidemark.results.campaign.v1";

  @Test
  void sharesOneBrokerWithEveryShippedTopic() throws Exception {
    // Given
    TestBroker shared = TestBroker.shared();

    // When
    TestBroker again = TestBroker.shared();

    // Then
    assertThat(again).isSameAs(shared);
    try (Admin admin = Admin.create(ClientSettings.admin(shared.bootstrapServers()))) {
      assertThat(new TopicAdmin(admin).diff(TopicDefinitions.fromFolder(Path.of("topics"))))
          .isEmpty();
    }
  }

  @Test
  void startsAFreshOneBesideTheSharedOne() {
    // Given
    String shared = TestBroker.shared().bootstrapServers();

    // When
    try (TestBroker fresh = TestBroker.start(List.of(TOPIC))) {
      System.out.println("fresh test broker: " + fresh.startTime().toMillis() + " ms");

      // Then
      assertThat(fresh.bootstrapServers()).isNotEqualTo(shared);
      assertThat(fresh.startTime()).isLessThan(Duration.ofSeconds(30));
      Records.write(fresh.bootstrapServers(), TOPIC, "fresh", 5);
      assertThat(Records.read(fresh.bootstrapServers(), TOPIC)).hasSize(5);
    }
  }

  @Test
  void decidesQuicklyWhetherDockerHasAnImage() {
    // Given
    long started = System.nanoTime();

    // When
    DockerKafka.localImage();

    // Then
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void refusesAnUnknownChoice() {
    // Given
    String before = System.setProperty("tidemark.test.broker", "cloud");
    try {

      // When // Then
      assertThatThrownBy(() -> TestBroker.start(List.of(TOPIC)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("it must be embedded or docker");
    } finally {
      if (before == null) {
        System.clearProperty("tidemark.test.broker");
      } else {
        System.setProperty("tidemark.test.broker", before);
      }
    }
  }
}
