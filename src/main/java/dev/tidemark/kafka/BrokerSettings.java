package dev.tidemark.kafka;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What {@link EmbeddedBroker} needs to know.
 *
 * @param folder where its data lives, without a comma in its path; made if it is missing, belongs
 *     to one broker at a time
 * @param port the port for clients, 1 to 65535, or 0 for any free one
 * @param host a loopback name or address: the broker asks nobody for a password, so nobody else may
 *     reach it
 */
public record BrokerSettings(Path folder, int port, String host) {

  /** The IPv4 loopback address: {@code localhost} may mean two addresses, this means one. */
  public static final String LOOPBACK = "127.0.0.1";

  /**
   * Checks the values and makes the folder absolute.
   *
   * @throws IllegalArgumentException if the folder has a comma, the port is out of range or the
   *     host is not loopback
   */
  public BrokerSettings {
    folder = folder.toAbsolutePath().normalize();
    Objects.requireNonNull(host, "host");
    // Kafka would read it as a list of two folders.
    if (folder.toString().indexOf(',') >= 0) {
      throw new IllegalArgumentException(
          "data folder "
              + folder
              + " has a comma in its path, which Kafka cannot have; give another");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          "Kafka port " + port + " is out of range; give 1 to 65535, or 0 for any free port");
    }
    if (!isLoopback(host)) {
      throw new IllegalArgumentException(
          "the embedded broker listens on loopback only, and '"
              + host
              + "' is no loopback address; give "
              + LOOPBACK
              + ", or run a Kafka cluster for others to reach");
    }
  }

  /** A broker on any free port of the loopback address. */
  public static BrokerSettings onFreePort(Path folder) {
    return new BrokerSettings(folder, 0, LOOPBACK);
  }

  private static boolean isLoopback(String host) {
    try {
      return !host.isBlank() && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
