package dev.tidemark.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerSettingsTest {

  private static final Path FOLDER = Path.of("any");

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "localhost", "::1"})
  void takesLoopback(String host) {
    assertThat(new BrokerSettings(FOLDER, 9092, host).host()).isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "::", "", " "})
  void refusesWhatOthersCouldReach(String host) {
    assertThatThrownBy(() -> new BrokerSettings(FOLDER, 9092, host))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("loopback only");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65_536})
  void refusesPortsOutOfRange(int port) {
    assertThatThrownBy(() -> new BrokerSettings(FOLDER, port, "127.0.0.1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 for any free port");
  }

  @Test
  void refusesAFolderThatKafkaWouldReadAsTwo() {
    assertThatThrownBy(() -> new BrokerSettings(Path.of("a,b"), 0, "127.0.0.1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("comma");
  }

  @Test
  void makesTheFolderAbsolute() {
    assertThat(BrokerSettings.onFreePort(Path.of("x", "..", "data")).folder())
        .isEqualTo(Path.of("data").toAbsolutePath());
  }

  @Test
  void findsAFreePortThatIsNotTheOther() {
    LoopbackPorts ports = new LoopbackPorts("127.0.0.1");
    int one = ports.free(0);
    assertThat(ports.free(one)).isNotEqualTo(one);
  }
}
