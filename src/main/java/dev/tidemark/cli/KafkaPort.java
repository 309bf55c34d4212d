package dev.tidemark.cli;

import picocli.CommandLine.Option;

/** Where the broker of this process listens. */
final class KafkaPort {

  @Option(
      names = "--kafka-port",
      defaultValue = "9092",
      paramLabel = "PORT",
      description = "Port of the broker, on loopback (default ${DEFAULT-VALUE}).")
  private int port;

  int port() {
    return port;
  }
}
