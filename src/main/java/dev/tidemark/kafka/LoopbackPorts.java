package dev.tidemark.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.SplittableRandom;

/** Looks for ports before the broker does: what it finds taken, it answers by halting the JVM. */
public final class LoopbackPorts {

  // Below every system's range for outgoing connections, so none of those can take the port
  // between this look and the broker's own bind.
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;
  private static final int TRIES = 200;

  private final String host;
  private final SplittableRandom random = new SplittableRandom();

  /**
   * @param host name or address of this machine
   */
  public LoopbackPorts(String host) {
    this.host = host;
  }

  /**
   * A port that is free now and differs from the other one.
   *
   * @throws BrokerException if there is none
   */
  public int free(int other) {
    for (int i = 0; i < TRIES; i++) {
      int port = random.nextInt(LOWEST, HIGHEST);
      if (port != other && isFree(port)) {
        return port;
      }
    }
    throw new BrokerException(
        "no free port from " + LOWEST + " to " + HIGHEST + " on " + host + "; name one");
  }

  /**
   * Passes if the port can be bound now.
   *
   * @throws BrokerException if it cannot
   */
  void requireFree(int port) {
    if (!isFree(port)) {
      throw new BrokerException(
          "port "
              + port
              + " on "
              + host
              + " is taken; stop what listens there, or give another Kafka port (0 takes any)");
    }
  }

  private boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
